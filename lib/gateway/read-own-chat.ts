import { PrysmError } from "../errors";
import { isObject, type JsonObject, parseJson } from "../protocol/json";
import type { SseEvent } from "../protocol/sse";
import type { AnswerReader } from "../providers/provider";
import { UpstreamErrorEvent } from "../providers/upstream-error-event";
import { errorInfoOf } from "./error-info";

const MAX_CHOICES = 128;

/** Reads the answer of an upstream that speaks Chat Completions itself, for a bridge behind it. */
export class OwnChatReader implements AnswerReader {
  readonly #provider: string;
  #usage: JsonObject | null = null;
  #isDone = false;
  /** The choices that began, and whether they finished. */
  readonly #choices = new Map<unknown, boolean>();

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
    this.#follow(chunk);
    return this.#isAfterDone(chunk) ? [] : [chunk];
  }

  end(): JsonObject[] {
    if (this.#isWhole()) return [];
    const message = `The provider "${this.#provider}" ended the stream before it was complete.`;
    throw new PrysmError("upstream_died", message);
  }

  isDone(): boolean {
    return this.#isDone;
  }

  usage(): JsonObject | null {
    return this.#usage;
  }

  // Bytes behind `[DONE]` that make no chunk.
  #isAfterDone(chunk: JsonObject): boolean {
    return this.#isWhole() && !Array.isArray(chunk.choices);
  }

  #follow({ choices }: JsonObject): void {
    for (const choice of Array.isArray(choices) ? choices.filter(isObject) : []) {
      const { index = 0, finish_reason: reason } = choice;
      const isKnown = this.#choices.has(index) || this.#choices.size < MAX_CHOICES;
      if (isKnown && this.#choices.get(index) !== true) {
        this.#choices.set(index, typeof reason === "string");
      }
    }
  }

  #isWhole(): boolean {
    const finished = [...this.#choices.values()];
    return this.#isDone || (finished.length > 0 && finished.every(Boolean));
  }
}
