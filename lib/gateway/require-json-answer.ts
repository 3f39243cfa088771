import { isUtf8 } from "node:buffer";
import { PrysmError } from "../errors";
import { isObject, parseJson } from "../protocol/json";
import type { UpstreamAnswer } from "./attempt";
import { errorInfoOf } from "./error-info";

/** Up to here a body is parsed to be sure of it; parsing a longer one would hold up other calls. */
const MAX_PARSED_BYTES = 256 * 1024;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/**
 * Throws for a 2xx answer that is no answer: HTML, half a JSON document, text that is not UTF-8, an error
 * in a success's clothes. What passes untouched would otherwise fail in the client's parser, with nobody
 * told why.
 */
export function requireJsonAnswer(body: Buffer, answer: UpstreamAnswer): void {
  const { name } = answer.target.upstream;
  if (!hasJsonEnds(body) || !isUtf8(body)) throw notJson(name, answer.status);
  if (body.length > MAX_PARSED_BYTES) return;
  const parsed = parseJson(body.toString("utf8"));
  if (!isObject(parsed)) throw notJson(name, answer.status);
  if (isObject(parsed.error) || (typeof parsed.error === "string" && parsed.error !== "")) {
    const { message } = errorInfoOf(parsed);
    const sentence = `The provider "${name}" answered ${answer.status} with an error inside: ${message}`;
    throw new PrysmError("bad_gateway", sentence);
  }
}

function hasJsonEnds(body: Buffer): boolean {
  let start = 0;
  while (start < body.length && isSpace(body[start])) start += 1;
  let end = body.length - 1;
  while (end > start && isSpace(body[end])) end -= 1;
  return body[start] === OPEN_BRACE && body[end] === CLOSE_BRACE;
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function notJson(provider: string, status: number): PrysmError {
  const message = `The provider "${provider}" answered ${status} with something that is not valid JSON. Check its base URL.`;
  return new PrysmError("bad_gateway", message);
}
