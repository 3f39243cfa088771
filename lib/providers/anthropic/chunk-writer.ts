import type { JsonObject } from "../../protocol/json";
import type { AnswerContext } from "./answer-context";

/** Makes the chunks of one stream, which all carry the same id, time and model. */
export class ChunkWriter {
  #isOpen = false;
  #hasContent = false;
  #id: string;
  #model: string;
  #chunks: JsonObject[] = [];
  readonly #created: number;
  readonly #includesUsage: boolean;

  constructor(context: AnswerContext) {
    this.#id = `chatcmpl-${context.callId}`;
    this.#model = context.model;
    this.#created = context.createdS;
    this.#includesUsage = context.includesUsage;
  }

  /** The role is written. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Something beyond the role is written. */
  get hasContent(): boolean {
    return this.#hasContent;
  }

  /** Writes the role, once. */
  open({ id, model }: JsonObject): void {
    if (this.#isOpen) return;
    this.#isOpen = true;
    if (typeof id === "string" && id !== "") this.#id = id;
    if (typeof model === "string" && model !== "") this.#model = model;
    // Without `content`: who adds up the deltas must end with null when there are only tool calls.
    this.#push({ index: 0, delta: { role: "assistant" }, logprobs: null, finish_reason: null });
  }

  delta(delta: JsonObject): void {
    if (!this.#isOpen) this.open({});
    this.#hasContent = true;
    this.#push({ index: 0, delta, logprobs: null, finish_reason: null });
  }

  /** Writes the last chunk of the choice and, where the client asked for it, the one with the usage. */
  finish(ending: JsonObject, usage: JsonObject | null): void {
    this.#push({ index: 0, delta: {}, logprobs: null, ...ending });
    if (!this.#includesUsage || usage === null) return;
    this.#chunks.push({
      id: this.#id,
      object: "chat.completion.chunk",
      created: this.#created,
      model: this.#model,
      choices: [],
      usage,
    });
  }

  /** What was written since the last time. */
  take(): JsonObject[] {
    const chunks = this.#chunks;
    this.#chunks = [];
    return chunks;
  }

  #push(choice: JsonObject): void {
    const chunk: JsonObject = {
      id: this.#id,
      object: "chat.completion.chunk",
      created: this.#created,
      model: this.#model,
      choices: [choice],
    };
    if (this.#includesUsage) chunk.usage = null;
    this.#chunks.push(chunk);
  }
}
