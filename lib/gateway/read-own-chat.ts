import { PrysmError } from "../errors";
import { isObject, type JsonObject, parseJson } from "../protocol/json";
import type { SseEvent } from "../protocol/sse";
import type { AnswerReader } from "../providers/provider";
import { UpstreamErrorEvent } from "../providers/upstream-error-event";
import { errorInfoOf } from "./error-info";

/** Reads the answer of an upstream that speaks Chat Completions itself, for a bridge behind it. */
export class OwnChatReader implements AnswerReader {
  readonly #provider: string;
  #usage: JsonObject | null = null;
  #isDone = false;

  constructor(provider: string) {
    this.#provider = provider;
  }

  whole(body: unknown): JsonObject {
    if (!isObject(body) || !Array.isArray(body.choices)) {
      const message = `The provider "${this.#provider}" sent an answer that is no chat completion.`;
      throw new PrysmError("bad_gateway", message);
    }
    if (isObject(body.usage)) this.#usage = body.usage;
    return body;
  }

  event({ data }: SseEvent): JsonObject[] {
    if (data === "[DONE]") {
      this.#isDone = true;
      return [];
    }
    const chunk = parseJson(data);
    if (!isObject(chunk)) return [];
    if (isObject(chunk.error) || typeof chunk.error === "string") {
      throw new UpstreamErrorEvent(errorInfoOf(chunk), null);
    }
    if (isObject(chunk.usage)) this.#usage = chunk.usage;
    if (hasFinished(chunk)) this.#isDone = true;
    return this.#isAfterDone(chunk) ? [] : [chunk];
  }

  end(): JsonObject[] {
    if (this.#isDone) return [];
    const message = `The provider "${this.#provider}" ended the stream before it was complete.`;
    throw new PrysmError("upstream_died", message);
  }

  usage(): JsonObject | null {
    return this.#usage;
  }

  // Bytes behind `[DONE]` that make no chunk.
  #isAfterDone(chunk: JsonObject): boolean {
    return this.#isDone && !Array.isArray(chunk.choices);
  }
}

function hasFinished({ choices }: JsonObject): boolean {
  return (
    Array.isArray(choices) &&
    choices.some((choice) => isObject(choice) && typeof choice.finish_reason === "string")
  );
}
