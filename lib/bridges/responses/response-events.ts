import { textOfContent } from "../../protocol/chat";
import { isObject, type JsonObject } from "../../protocol/json";
import type { StreamEvent } from "../../protocol/stream-event";
import type { BridgedCall } from "../bridge";
import { toAnnotation } from "./annotation";
import { FunctionCallItem } from "./function-call-item";
import { ImageItem } from "./image-item";
import { toMadeImage } from "./made-image";
import { MessageItem } from "./message-item";
import type { OutputItem } from "./output-item";
import { ReasoningItem } from "./reasoning-item";
import { toReplayable } from "./reasoning-replay";
import {
  type ResponseState,
  responseError,
  responseObject,
  responseUsage,
} from "./response-object";
import { ToolCallDeltas } from "./tool-call-deltas";

/** Why an answer broke off, by the finish reason of chat. */
const INCOMPLETE: ReadonlyMap<string | null, string> = new Map([
  ["length", "max_output_tokens"],
  ["content_filter", "content_filter"],
]);

/**
 * The events of a response, made from chat chunks as they come. A message or reasoning item is done when
 * something else begins; function calls stay open to the end, since parallel ones may interleave.
 */
export class ResponseEvents {
  readonly #request: JsonObject;
  readonly #call: BridgedCall;
  readonly #toolCalls = new ToolCallDeltas((callId, name) => this.#openCall(callId, name));
  readonly #output: OutputItem[] = [];
  readonly #open = new Set<OutputItem>();
  readonly #state: ResponseState;
  #events: StreamEvent[] = [];
  #sequence = 0;
  #finishReason: string | null = null;
  /** Where text goes on; null behind a function call. */
  #current: MessageItem | ReasoningItem | null = null;
  /** What the newest content went to: the item that is cut where an answer is. */
  #last: OutputItem | null = null;
  #isOver = false;

  constructor(request: JsonObject, call: BridgedCall) {
    this.#request = request;
    this.#call = call;
    this.#state = {
      status: "in_progress",
      model: call.model,
      serviceTier: typeof request.service_tier === "string" ? request.service_tier : null,
      output: [],
      usage: null,
      incompleteReason: null,
      error: null,
    };
  }

  take(chunk: JsonObject): StreamEvent[] {
    if (this.#isOver) return [];
    if (typeof chunk.model === "string" && chunk.model !== "") this.#state.model = chunk.model;
    if (typeof chunk.service_tier === "string") this.#state.serviceTier = chunk.service_tier;
    this.#state.usage = responseUsage(chunk.usage) ?? this.#state.usage;
    this.#start();
    if (isObject(chunk.error)) this.#fail(chunk.error);
    else this.#takeChoice(chunk.choices);
    return this.#drain();
  }

  end(): StreamEvent[] {
    if (this.#isOver) return [];
    this.#start();
    if (this.#finishReason === "error") {
      this.#fail({});
      return this.#drain();
    }
    this.#last = this.#toolCalls.finish() ?? this.#last;
    if (this.#output.length === 0) this.#message().addText("", []);
    const reason = INCOMPLETE.get(this.#finishReason) ?? null;
    for (const item of this.#open) {
      item.close(reason !== null && item === this.#last ? "incomplete" : "completed");
    }
    this.#state.incompleteReason = reason;
    this.#finish(reason === null ? "completed" : "incomplete");
    return this.#drain();
  }

  /** The response as it stands now. */
  response(): JsonObject {
    const hasFailed = this.#state.status === "failed";
    const output = this.#output.map((item) => cutOff(item.toObject(), hasFailed));
    return responseObject(this.#request, this.#call, { ...this.#state, output });
  }

  #start(): void {
    if (this.#sequence > 0) return;
    this.#emit("response.created", { response: this.response() });
    this.#emit("response.in_progress", { response: this.response() });
  }

  #fail(error: JsonObject): void {
    this.#state.error = responseError(error);
    this.#finish("failed");
  }

  #finish(status: "completed" | "incomplete" | "failed"): void {
    this.#isOver = true;
    this.#state.status = status;
    this.#emit(`response.${status}`, { response: this.response() });
  }

  // A response has one answer, so any further choice is none of ours.
  #takeChoice(choices: unknown): void {
    const choice = Array.isArray(choices) ? choices.find(isFirstChoice) : undefined;
    if (!isObject(choice)) return;
    if (typeof choice.finish_reason === "string") this.#finishReason = choice.finish_reason;
    const logprobs = isObject(choice.logprobs) ? objectsIn(choice.logprobs.content) : [];
    if (isObject(choice.delta)) this.#takeDelta(choice.delta, logprobs);
  }

  #takeDelta(delta: JsonObject, logprobs: JsonObject[]): void {
    this.#takeReasoning(delta);
    this.#takeText(delta, logprobs);
    for (const image of objectsIn(delta.images)) this.#takeImage(image);
    const refusal = textOf(delta.refusal);
    if (refusal !== "") this.#message().addRefusal(refusal);
    for (const call of objectsIn(delta.tool_calls)) {
      this.#last = this.#toolCalls.take(call) ?? this.#last;
    }
  }

  #takeReasoning(delta: JsonObject): void {
    const text = textOf(delta.reasoning_content) || textOf(delta.reasoning);
    if (text !== "") this.#reasoning().addText(text);
    for (const entry of objectsIn(delta.reasoning_details)) {
      const detail = toReplayable(entry);
      if (detail) this.#reasoning().addDetail(detail);
    }
  }

  #takeText(delta: JsonObject, logprobs: JsonObject[]): void {
    const text = textOfContent(delta.content);
    const isInText = text !== "" || (logprobs.length > 0 && this.#current instanceof MessageItem);
    if (isInText) this.#message().addText(text, logprobs);
    for (const entry of objectsIn(delta.annotations)) {
      const annotation = toAnnotation(entry);
      if (annotation) this.#message().addAnnotation(annotation);
    }
    if (isObject(delta.extra_content) && this.#current instanceof MessageItem) {
      this.#current.addExtra(delta.extra_content);
    }
  }

  // An image that is only linked to stays a link: a response has images as data.
  #takeImage(image: JsonObject): void {
    const made = toMadeImage(image);
    if (made) {
      const item = this.#begin(new ImageItem(...this.#place("ig"), made, this.#emit));
      item.close();
      this.#open.delete(item);
      return;
    }
    const url = isObject(image.image_url) ? textOf(image.image_url.url) : "";
    if (url !== "") this.#message().addText(url, []);
  }

  #message(): MessageItem {
    const item =
      this.#current instanceof MessageItem
        ? this.#current
        : this.#begin(new MessageItem(...this.#place("msg"), this.#emit));
    this.#current = item;
    this.#last = item;
    return item;
  }

  #reasoning(): ReasoningItem {
    const item =
      this.#current instanceof ReasoningItem
        ? this.#current
        : this.#begin(new ReasoningItem(...this.#place("rs"), this.#emit));
    this.#current = item;
    this.#last = item;
    return item;
  }

  #openCall(callId: string, name: string): FunctionCallItem {
    const [id, index] = this.#place("fc");
    const known = callId === "" ? `call_${this.#call.id}_${index}` : callId;
    return this.#begin(new FunctionCallItem(id, known, name, index, this.#emit));
  }

  // What is written one after the other is closed before the next item is announced.
  #place(prefix: string): [id: string, outputIndex: number] {
    if (this.#current) {
      this.#current.close("completed");
      this.#open.delete(this.#current);
      this.#current = null;
    }
    const index = this.#output.length;
    return [`${prefix}_${this.#call.id}_${index}`, index];
  }

  #begin<Item extends OutputItem>(item: Item): Item {
    this.#output.push(item);
    this.#open.add(item);
    this.#last = item;
    return item;
  }

  readonly #emit = (type: string, fields: JsonObject): void => {
    this.#events.push({ event: type, data: { type, sequence_number: this.#sequence, ...fields } });
    this.#sequence += 1;
  };

  #drain(): StreamEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }
}

// What was being written when the response failed will not be finished.
function cutOff(item: JsonObject, hasFailed: boolean): JsonObject {
  return hasFailed && item.status === "in_progress" ? { ...item, status: "incomplete" } : item;
}

function isFirstChoice(choice: unknown): boolean {
  return isObject(choice) && (choice.index === 0 || typeof choice.index !== "number");
}

function objectsIn(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
