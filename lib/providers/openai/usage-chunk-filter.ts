import { isObject, type JsonObject, parseJson } from "../../protocol/json";
import type { StreamRepairer } from "../provider";

const LF = 0x0a;
const CR = 0x0d;
const COLON = 0x3a;
const BRACE = 0x7b;
const SPACE = 0x20;
const USAGE = Buffer.from('"usage"');
const NOTHING = Buffer.alloc(0);

/**
 * Takes the chunk that only tells the usage out of a stream whose client did not ask for it; everything
 * else passes as the same bytes. That chunk is the last to mention a usage, so only the last is looked at.
 */
export class UsageChunkFilter implements StreamRepairer {
  #usage: JsonObject | null = null;
  /** The blank line that ended the event taken out goes with it. */
  #skipsBlankLine = false;

  push(lines: Buffer): Buffer {
    const rest = this.#skipsBlankLine ? this.#withoutBlankLine(lines) : lines;
    const at = rest.lastIndexOf(USAGE);
    if (at === -1 || !isObjectValue(rest, at + USAGE.length)) return rest;
    const start = startOfLine(rest, at);
    const end = endOfLine(rest, at);
    const usage = usageOf(rest.subarray(start, end));
    if (!usage) return rest;
    this.#usage = usage;
    this.#skipsBlankLine = true;
    // In place: the bytes are the relay's own, and a copy of a whole stream is what the collector feels.
    const after = this.#withoutBlankLine(rest.subarray(end));
    after.copy(rest, start);
    return rest.subarray(0, start + after.length);
  }

  end(): Buffer {
    return NOTHING;
  }

  usage(): JsonObject | null {
    return this.#usage;
  }

  #withoutBlankLine(lines: Buffer): Buffer {
    if (lines.length === 0) return lines;
    this.#skipsBlankLine = false;
    const end = endOfLine(lines, 0);
    const isBlank = lines[0] === LF || lines[0] === CR;
    return isBlank ? lines.subarray(end) : lines;
  }
}

/** The usage of a chunk that tells nothing else; null for any other line. */
function usageOf(line: Buffer): JsonObject | null {
  if (line.toString("latin1", 0, 5) !== "data:") return null;
  const chunk = parseJson(line.toString("utf8", 5));
  if (!isObject(chunk) || !isObject(chunk.usage)) return null;
  return Array.isArray(chunk.choices) && chunk.choices.length === 0 ? chunk.usage : null;
}

/** Whether a name is followed by an object; in most chunks usage is null. */
function isObjectValue(bytes: Buffer, from: number): boolean {
  const colon = skipSpaces(bytes, from);
  return bytes[colon] === COLON && bytes[skipSpaces(bytes, colon + 1)] === BRACE;
}

function skipSpaces(bytes: Buffer, from: number): number {
  let index = from;
  while (bytes[index] === SPACE) index += 1;
  return index;
}

function startOfLine(bytes: Buffer, at: number): number {
  return Math.max(bytes.lastIndexOf(LF, at), bytes.lastIndexOf(CR, at)) + 1;
}

function endOfLine(bytes: Buffer, from: number): number {
  for (let index = from; index < bytes.length; index++) {
    if (bytes[index] === LF) return index + 1;
    if (bytes[index] === CR) return bytes[index + 1] === LF ? index + 2 : index + 1;
  }
  return bytes.length;
}
