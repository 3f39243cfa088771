import { PrysmError } from "../../errors";
import { isObject, type JsonObject, parseJson } from "../../protocol/json";
import type { SseEvent } from "../../protocol/sse";
import type { AnswerContext } from "./answer-context";
import { ChunkWriter } from "./chunk-writer";
import { toErrorEvent } from "./read-error";
import { endOfChoice, readStop, refusalOf, type Stop } from "./stop-reason";
import { StreamBlocks } from "./stream-blocks";
import { chatUsage, mergeUsage } from "./usage";

const NOT_STOPPED: Stop = { reason: null, sequence: null, details: null };

/** A stream that could not be read this often has lost too much to pass for an answer. */
const MAX_MALFORMED_EVENTS = 36;

/**
 * An Anthropic stream as chat completion chunks, event by event. The finish waits for `message_stop` (or
 * the end of the stream), because more than one `message_delta` may come and the last one counts.
 */
export class StreamToChunks {
  #stage: "open" | "finished" | "failed" = "open";
  #messageId: unknown = null;
  #stop = NOT_STOPPED;
  #usage: JsonObject | null = null;
  #malformedCount = 0;
  #blocks: StreamBlocks;
  readonly #chunks: ChunkWriter;
  readonly #context: AnswerContext;

  constructor(context: AnswerContext) {
    this.#context = context;
    this.#chunks = new ChunkWriter(context);
    this.#blocks = new StreamBlocks(context, this.#chunks);
  }

  event({ event, data }: SseEvent): JsonObject[] {
    if (this.#stage !== "open" || event === "ping") return [];
    const fields = parseJson(data);
    if (!isObject(fields) || !this.#take(typeOf(fields, event), fields)) this.#malformedCount += 1;
    return this.#chunks.take();
  }

  end(): JsonObject[] {
    if (this.#stage === "open" && this.#stop.reason !== null) this.#finish();
    if (this.#stage === "finished") return this.#chunks.take();
    throw new PrysmError("upstream_died", this.#whyCut());
  }

  get isFinished(): boolean {
    return this.#stage === "finished";
  }

  usage(): JsonObject | null {
    return this.#usage;
  }

  /** False for an event that says it is of a known type and is not. */
  #take(type: string, event: JsonObject): boolean {
    switch (type) {
      case "content_block_delta":
        return this.#blocks.delta(event.index, event.delta);
      case "content_block_start":
        return this.#blocks.start(event.index, event.content_block);
      case "content_block_stop":
        this.#blocks.stop(event.index);
        return true;
      case "message_start":
        return this.#startMessage(event.message);
      case "message_delta":
        return this.#takeMessageDelta(event);
      case "message_stop":
        this.#finish();
        return true;
      case "message":
        return this.#takeWholeMessage(event);
      case "error":
        return this.#fail(event.error);
      case "":
        return isObject(event.error) ? this.#fail(event.error) : false;
      default:
        return true;
    }
  }

  #startMessage(message: unknown): boolean {
    if (!isObject(message)) return false;
    const isFirst = this.#messageId === null;
    if (!isFirst && message.id === this.#messageId) return true;
    if (!isFirst) this.#startOver();
    this.#messageId = message.id ?? "";
    this.#usage = mergeUsage(null, message.usage);
    this.#chunks.open(message);
    return true;
  }

  /**
   * A proxy lost its connection, tried again and spliced the second answer into the same stream. It takes
   * the place of the first only while the client has seen nothing of that: half a tool call cannot be
   * taken back, and text or signed reasoning of two answers make none.
   */
  #startOver(): void {
    if (this.#chunks.hasContent) {
      this.#stage = "failed";
      const message =
        "The provider broke off its answer and began another one in the same stream. Send the request again.";
      throw new PrysmError("upstream_died", message);
    }
    this.#stop = NOT_STOPPED;
    this.#blocks = new StreamBlocks(this.#context, this.#chunks);
  }

  #takeMessageDelta({ delta, usage }: JsonObject): boolean {
    this.#usage = mergeUsage(this.#usage, usage);
    const stop = isObject(delta) ? readStop(delta) : NOT_STOPPED;
    if (stop.reason !== null) this.#stop = stop;
    return true;
  }

  /** Some proxies answer a stream request with a whole message. */
  #takeWholeMessage(message: JsonObject): boolean {
    const { content } = message;
    if (!Array.isArray(content) || this.#messageId !== null) return false;
    this.#startMessage(message);
    for (const [index, block] of content.entries()) {
      this.#blocks.start(index, block);
      this.#blocks.stop(index);
    }
    this.#stop = readStop(message);
    this.#finish();
    return true;
  }

  #fail(error: unknown): never {
    this.#stage = "failed";
    throw toErrorEvent(error);
  }

  #finish(): void {
    if (!this.#chunks.isOpen || this.#malformedCount > MAX_MALFORMED_EVENTS) {
      this.#stage = "failed";
      return;
    }
    this.#stage = "finished";
    this.#blocks.close();
    const refusal = refusalOf(this.#stop);
    if (refusal !== null) this.#chunks.delta({ refusal });
    this.#chunks.finish(endOfChoice(this.#stop, this.#blocks.callStyle()), chatUsage(this.#usage));
  }

  #whyCut(): string {
    if (this.#malformedCount > MAX_MALFORMED_EVENTS) {
      return `The provider's stream could not be read: ${this.#malformedCount} of its events are malformed.`;
    }
    return this.#chunks.isOpen
      ? "The provider ended the stream before its answer was complete."
      : "The provider ended the stream before its answer began.";
  }
}

function typeOf({ type }: JsonObject, event: string): string {
  if (typeof type === "string") return type;
  // `message` is what an event without a name is called, and a type of Anthropic's too.
  return event === "message" ? "" : event;
}
