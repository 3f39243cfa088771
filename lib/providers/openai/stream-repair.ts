import { isObject, type JsonObject, parseJson } from "../../protocol/json";
import { mapList } from "./map-list";
import { ToolCallSlots } from "./tool-call-slots";

const LF = 0x0a;
const CR = 0x0d;
const QUOTE = 0x22;
const COLON = 0x3a;
const TOOL_CALLS = Buffer.from('"tool_calls"');
const FINISH_REASON = Buffer.from('"finish_reason"');
const NOTHING = Buffer.alloc(0);
const DONE = "data: [DONE]\n\n";
const MAX_CHOICES = 128;

/**
 * Mends an OpenAI event stream of servers that leave things out: the `index` of tool call deltas, and the
 * closing `[DONE]`. Whatever needs no mending passes as the same buffer, and nothing is held back.
 */
export class StreamRepair {
  readonly #choiceCount: number;
  readonly #slots = new Map<number, ToolCallSlots>();
  readonly #finished = new Set<number>();
  #isClosed = false;
  /** The last bytes that passed, enough to see whether they end in a blank line. */
  #tail = "";

  /** `choiceCount` is what the call asked for with `n`: all of them must finish before it is done. */
  constructor(choiceCount = 1) {
    this.#choiceCount = choiceCount;
  }

  /** Takes whole lines, as many as came. */
  push(lines: Buffer): Buffer {
    this.#tail = (this.#tail + lines.toString("latin1", Math.max(lines.length - 4, 0))).slice(-4);
    const from = this.#firstToRead(lines);
    if (from === -1) return lines;
    const parts: Buffer[] = [lines.subarray(0, from)];
    let isChanged = false;
    for (let start = from; start < lines.length; ) {
      const end = endOfLine(lines, start);
      const line = lines.subarray(start, end);
      const mended = this.#line(line);
      if (mended !== line) isChanged = true;
      parts.push(mended);
      start = end;
    }
    return isChanged ? Buffer.concat(parts) : lines;
  }

  /**
   * Where the lines begin that have to be read; -1 for none. A whole stream can come in one piece, and
   * reading all of it would cost more than the rest of the way through the gateway.
   */
  #firstToRead(lines: Buffer): number {
    if (this.#finished.size > 0 || lines.includes(TOOL_CALLS)) return 0;
    if (this.#choiceCount > 1) return hasFinishReason(lines) ? 0 : -1;
    const finish = lastFinishReason(lines);
    if (finish === -1) return -1;
    return Math.max(lines.lastIndexOf(LF, finish), lines.lastIndexOf(CR, finish)) + 1;
  }

  /** What is missing at the end of a stream that the upstream closed in good order; often empty. */
  end(): Buffer {
    if (this.#isClosed || this.#finished.size < this.#choiceCount) return NOTHING;
    const endsInBlankLine = this.#tail.replace(/\r\n?/g, "\n").endsWith("\n\n");
    return Buffer.from(endsInBlankLine ? DONE : `\n\n${DONE}`);
  }

  #line(line: Buffer): Buffer {
    if (line.toString("latin1", 0, 5) !== "data:") return line;
    const text = line.toString("utf8", 5);
    const data = text.trim();
    if (data === "[DONE]") this.#isClosed = true;
    const chunk = parseJson(data);
    if (!isObject(chunk)) return line;
    // An error is an end of its own, which nothing follows.
    if (isObject(chunk.error)) this.#isClosed = true;
    const choices = mapList(chunk.choices, (choice) => this.#choice(choice));
    if (choices === chunk.choices) return line;
    return encode({ ...chunk, choices }, text.slice(text.trimEnd().length)) ?? line;
  }

  #choice(choice: JsonObject): JsonObject {
    const { delta } = choice;
    const index = typeof choice.index === "number" ? choice.index : 0;
    if (typeof choice.finish_reason === "string" && this.#finished.size < MAX_CHOICES) {
      this.#finished.add(index);
    }
    if (!isObject(delta) || !Array.isArray(delta.tool_calls)) return choice;
    const slots = this.#slotsOf(index);
    if (!slots) return choice;
    const calls = mapList(delta.tool_calls, (call) => withIndex(call, slots));
    return calls === delta.tool_calls
      ? choice
      : { ...choice, delta: { ...delta, tool_calls: calls } };
  }

  #slotsOf(choice: number): ToolCallSlots | null {
    const known = this.#slots.get(choice);
    if (known || this.#slots.size === MAX_CHOICES) return known ?? null;
    const slots = new ToolCallSlots();
    this.#slots.set(choice, slots);
    return slots;
  }
}

function withIndex(call: JsonObject, slots: ToolCallSlots): JsonObject {
  const index = slots.place(call);
  return index === null || index === call.index ? call : { ...call, index };
}

/** Chunks behind the one that finishes a choice; they may say again that it is not finished. */
const MAX_LATER_CHUNKS = 8;

/** Where the last `finish_reason` stands that is a text; -1 when there is none near the end. */
function lastFinishReason(lines: Buffer): number {
  let at = lines.lastIndexOf(FINISH_REASON);
  for (let seen = 0; at !== -1 && seen < MAX_LATER_CHUNKS; seen++) {
    const colon = skipSpaces(lines, at + FINISH_REASON.length);
    if (lines[colon] === COLON && lines[skipSpaces(lines, colon + 1)] === QUOTE) return at;
    at = at === 0 ? -1 : lines.lastIndexOf(FINISH_REASON, at - 1);
  }
  return -1;
}

/** Whether a `finish_reason` is a text. Inside of JSON texts quotes are escaped, so that none is found there. */
function hasFinishReason(lines: Buffer): boolean {
  let from = 0;
  for (;;) {
    const found = lines.indexOf(FINISH_REASON, from);
    if (found === -1) return false;
    from = found + FINISH_REASON.length;
    const colon = skipSpaces(lines, from);
    if (lines[colon] === COLON && lines[skipSpaces(lines, colon + 1)] === QUOTE) return true;
  }
}

function skipSpaces(bytes: Buffer, from: number): number {
  let index = from;
  while (bytes[index] === 0x20 || bytes[index] === 0x09) index += 1;
  return index;
}

/** Where the line that starts here ends, line end included. */
function endOfLine(bytes: Buffer, start: number): number {
  for (let index = start; index < bytes.length; index++) {
    if (bytes[index] === LF) return index + 1;
    if (bytes[index] === CR) return bytes[index + 1] === LF ? index + 2 : index + 1;
  }
  return bytes.length;
}

function encode(chunk: JsonObject, lineEnd: string): Buffer | null {
  try {
    return Buffer.from(`data: ${JSON.stringify(chunk)}${lineEnd}`);
  } catch {
    // Nested too deeply to be written again.
    return null;
  }
}
