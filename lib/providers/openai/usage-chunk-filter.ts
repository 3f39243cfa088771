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
 * else passes as the same bytes.
 */
export class UsageChunkFilter implements StreamRepairer {
  #usage: JsonObject | null = null;
  /** The blank line that ended the event taken out goes with it. */
  #skipsBlankLine = false;

  push(lines: Buffer): Buffer {
    if (!this.#skipsBlankLine && !tellsUsage(lines)) return lines;
    const kept: Buffer[] = [];
    for (let start = 0; start < lines.length; ) {
      const end = endOfLine(lines, start);
      const line = lines.subarray(start, end);
      if (!this.#isTaken(line)) kept.push(line);
      start = end;
    }
    return Buffer.concat(kept);
  }

  end(): Buffer {
    return NOTHING;
  }

  usage(): JsonObject | null {
    return this.#usage;
  }

  #isTaken(line: Buffer): boolean {
    if (this.#skipsBlankLine && isBlank(line)) {
      this.#skipsBlankLine = false;
      return true;
    }
    this.#skipsBlankLine = false;
    if (line.toString("latin1", 0, 5) !== "data:" || !tellsUsage(line)) return false;
    const chunk = parseJson(line.toString("utf8", 5));
    if (!isObject(chunk) || !isObject(chunk.usage)) return false;
    if (!Array.isArray(chunk.choices) || chunk.choices.length > 0) return false;
    this.#usage = chunk.usage;
    this.#skipsBlankLine = true;
    return true;
  }
}

/** Whether a `usage` is an object; in most chunks it is null. Quotes inside of JSON texts are escaped. */
function tellsUsage(bytes: Buffer): boolean {
  for (let at = bytes.indexOf(USAGE); at !== -1; at = bytes.indexOf(USAGE, at + 1)) {
    const colon = skipSpaces(bytes, at + USAGE.length);
    if (bytes[colon] === COLON && bytes[skipSpaces(bytes, colon + 1)] === BRACE) return true;
  }
  return false;
}

function skipSpaces(bytes: Buffer, from: number): number {
  let index = from;
  while (bytes[index] === SPACE) index += 1;
  return index;
}

function isBlank(line: Buffer): boolean {
  return line.length <= 2 && (line[0] === LF || line[0] === CR);
}

function endOfLine(bytes: Buffer, start: number): number {
  const lf = bytes.indexOf(LF, start);
  const cr = bytes.indexOf(CR, start);
  if (cr !== -1 && (lf === -1 || cr < lf)) return lf === cr + 1 ? lf + 1 : cr + 1;
  return lf === -1 ? bytes.length : lf + 1;
}
