import { isObject, type JsonObject, parseJson } from "./json";

/** The non-streaming shape of a streamed message, as far as it came. */
export interface AssembledMessage {
  /** A `message` object; null when the stream held no `message_start`. */
  message: JsonObject | null;
  /** The `error` object of a stream that ended in one. */
  error: JsonObject | null;
  /** The upstream said it was done: `message_stop` or a stop reason. */
  isComplete: boolean;
}

/** A content block while it grows; `json` is the text of a tool's input. */
interface GrowingBlock {
  fields: JsonObject;
  json: string;
}

/** Folds the events of one Anthropic stream, in order, into the message they spell out. */
export class MessageAssembler {
  #message: JsonObject | null = null;
  #usage: JsonObject = {};
  #ending: JsonObject = {};
  #error: JsonObject | null = null;
  #isStopped = false;
  readonly #blocks = new Map<number, GrowingBlock>();

  /** Takes the data of one event; says whether it carried the first kind of content a reader waits for. */
  take(data: string): boolean {
    const event = parseJson(data);
    if (!isObject(event)) return false;
    switch (event.type) {
      case "message_start":
        this.#start(event.message);
        return false;
      case "content_block_start":
        return this.#startBlock(event);
      case "content_block_delta":
        return this.#grow(event);
      case "message_delta":
        this.#takeEnding(event);
        return false;
      case "message_stop":
        this.#isStopped = true;
        return false;
      case "error":
        this.#error = isObject(event.error) ? event.error : { message: "unknown error" };
        return false;
      default:
        return false;
    }
  }

  finish(): AssembledMessage {
    const isDone = this.#isStopped || typeof this.#ending.stop_reason === "string";
    return {
      message: this.#message && this.#toMessage(this.#message),
      error: this.#error,
      isComplete: this.#error === null && this.#message !== null && isDone,
    };
  }

  // Another id mid-stream is another model that starts over: what the first one said does not count.
  #start(message: unknown): void {
    if (!isObject(message)) return;
    if (this.#message !== null && this.#message.id === message.id) return;
    this.#message = message;
    this.#usage = isObject(message.usage) ? { ...message.usage } : {};
    this.#ending = {};
    this.#blocks.clear();
    const content = Array.isArray(message.content) ? message.content.filter(isObject) : [];
    content.forEach((fields, index) => {
      this.#blocks.set(index, { fields: { ...fields }, json: "" });
    });
  }

  #startBlock({ index, content_block: block }: JsonObject): boolean {
    if (typeof index !== "number" || !isObject(block)) return false;
    this.#blocks.set(index, { fields: { ...block }, json: "" });
    if (block.type === "text") return typeof block.text === "string" && block.text !== "";
    if (block.type === "thinking") {
      return typeof block.thinking === "string" && block.thinking !== "";
    }
    return true;
  }

  #grow({ index, delta }: JsonObject): boolean {
    const block = typeof index === "number" ? this.#blocks.get(index) : undefined;
    if (!block || !isObject(delta)) return false;
    switch (delta.type) {
      case "text_delta":
        return append(block.fields, "text", delta.text);
      case "thinking_delta":
        return append(block.fields, "thinking", delta.thinking);
      case "signature_delta":
        block.fields.signature = delta.signature;
        return false;
      case "citations_delta":
        takeCitation(block.fields, delta.citation);
        return false;
      case "input_json_delta":
        if (typeof delta.partial_json !== "string") return false;
        block.json += delta.partial_json;
        return delta.partial_json !== "";
      default:
        return false;
    }
  }

  // Counts are totals of the whole message: a later one replaces, an absent one changes nothing.
  #takeEnding({ delta, usage }: JsonObject): void {
    if (isObject(delta)) this.#ending = { ...this.#ending, ...withoutNulls(delta) };
    if (isObject(usage)) this.#usage = { ...this.#usage, ...withoutNulls(usage) };
  }

  #toMessage(start: JsonObject): JsonObject {
    const content = [...this.#blocks.entries()].sort(([a], [b]) => a - b);
    return {
      ...start,
      content: content.map(([, block]) => toBlock(block)),
      ...this.#ending,
      usage: this.#usage,
    };
  }
}

function append(fields: JsonObject, name: string, text: unknown): boolean {
  if (typeof text !== "string") return false;
  const before = fields[name];
  fields[name] = typeof before === "string" ? before + text : text;
  return text !== "";
}

function takeCitation(fields: JsonObject, citation: unknown): void {
  if (!isObject(citation)) return;
  if (Array.isArray(fields.citations)) fields.citations.push(citation);
  else fields.citations = [citation];
}

// Input that was cut off is no JSON; its text says more than an empty object.
function toBlock({ fields, json }: GrowingBlock): JsonObject {
  if (json.trim() === "") return fields;
  const input = parseJson(json);
  return { ...fields, input: input === undefined ? json : input };
}

function withoutNulls(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null));
}
