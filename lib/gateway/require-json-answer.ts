import { PrysmError } from "../errors";
import { isObject, parseJson } from "../protocol/json";
import type { UpstreamAnswer } from "./attempt";
import { errorInfoOf } from "./error-info";

/** Up to here a body is parsed to be sure of it; a longer one is judged by its ends. */
const MAX_PARSED_BYTES = 64 * 1024;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/**
 * Throws for a 2xx answer that is no answer: HTML, half a JSON document, an error in a success's clothes.
 * What passes untouched would otherwise fail in the client's parser, with nobody told why.
 */
export function requireJsonAnswer(body: Buffer, answer: UpstreamAnswer): void {
  const { name } = answer.target.upstream;
  if (body.length > MAX_PARSED_BYTES) {
    if (!hasJsonEnds(body)) throw notJson(name, answer.status);
    return;
  }
  const parsed = parseJson(body.toString("utf8"));
  if (!isObject(parsed)) throw notJson(name, answer.status);
  if (isObject(parsed.error) || typeof parsed.error === "string") {
    const { message } = errorInfoOf(parsed);
    const sentence = `The provider "${name}" answered ${answer.status} with an error inside: ${message}`;
    throw new PrysmError("bad_gateway", sentence);
  }
}

function hasJsonEnds(body: Buffer): boolean {
  const trimmed = body.subarray(0, 64).toString("latin1").trimStart();
  const tail = body.subarray(-64).toString("latin1").trimEnd();
  return trimmed.charCodeAt(0) === OPEN_BRACE && tail.charCodeAt(tail.length - 1) === CLOSE_BRACE;
}

function notJson(provider: string, status: number): PrysmError {
  const message = `The provider "${provider}" answered ${status} with something that is not valid JSON. Check its base URL.`;
  return new PrysmError("bad_gateway", message);
}
