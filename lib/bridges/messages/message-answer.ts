import { PrysmError } from "../../errors";
import { isObject, type JsonObject } from "../../protocol/json";
import type { StreamEvent } from "../../protocol/stream-event";
import type { BridgedAnswer, BridgedCall } from "../bridge";
import { BlockWriter } from "./block-writer";
import { toMessageUsage, UNTOLD_USAGE } from "./message-usage";
import { type Piece, piecesOf } from "./pieces";
import { showsThinking } from "./reasoning-effort";
import { toStop } from "./stop-reason";
import { ToolCallNames } from "./tool-calls";
import { originalToolNames } from "./tool-names";
import { toContent } from "./whole-content";

const RANDOM_TAIL = 20;
const ENDING_FACTS = [
  "finish_reason",
  "native_finish_reason",
  "stop_sequence",
  "stop_reason",
  "matched_stop",
] as const;

/** A chat answer as a message, or as the events of a message's stream. */
export class MessageAnswer implements BridgedAnswer {
  readonly #request: JsonObject;
  readonly #call: BridgedCall;
  readonly #calls: ToolCallNames;
  readonly #blocks: BlockWriter;
  #usage: unknown = null;
  #choice: JsonObject = {};
  #refusal = "";
  #isStarted = false;
  #isFinished = false;
  #isStopped = false;

  constructor(request: JsonObject, call: BridgedCall) {
    this.#request = request;
    this.#call = call;
    const tail = call.id.replaceAll("-", "").slice(-RANDOM_TAIL);
    this.#calls = new ToolCallNames(originalToolNames(request), `toolu_${tail}`);
    this.#blocks = new BlockWriter(this.#calls);
  }

  whole(completion: JsonObject): JsonObject {
    const choice = firstChoice(completion);
    if (!choice || !isObject(choice.message)) {
      throw new PrysmError("bad_gateway", "The upstream's answer holds no message.");
    }
    const pieces = this.#shown(piecesOf(choice.message));
    const refusal = pieces.map((piece) => (piece.kind === "refusal" ? piece.text : "")).join("");
    const stop = toStop({
      choice,
      hasToolCalls: pieces.some((piece) => piece.kind === "call"),
      refusal: refusal || null,
      stopSequences: this.#request.stop_sequences,
    });
    const content = toContent(pieces, this.#calls);
    return { ...this.#envelope(completion), content, ...stop, usage: usageOf(completion.usage) };
  }

  chunk(chunk: JsonObject): StreamEvent[] {
    if (this.#isFinished) return [];
    const events = this.#isStarted ? [] : [this.#start(chunk)];
    if (isObject(chunk.usage)) this.#usage = chunk.usage;
    const choice = firstChoice(chunk);
    if (choice) events.push(...this.#takeChoice(choice));
    else if (isObject(chunk.usage) && this.#choice.finish_reason) events.push(...this.#finish());
    return events;
  }

  end(): StreamEvent[] {
    if (this.#isStopped) return [];
    const events = this.#isStarted ? [] : [this.#start({})];
    if (!this.#isFinished) events.push(...this.#finish());
    this.#isStopped = true;
    return [...events, { event: "message_stop", data: { type: "message_stop" } }];
  }

  #start(chunk: JsonObject): StreamEvent {
    this.#isStarted = true;
    const message = {
      ...this.#envelope(chunk),
      content: [],
      stop_reason: null,
      stop_sequence: null,
      stop_details: null,
      usage: usageOf(chunk.usage),
    };
    return { event: "message_start", data: { type: "message_start", message } };
  }

  #takeChoice(choice: JsonObject): StreamEvent[] {
    // They may come in several chunks, and a later one that says nothing takes nothing back.
    for (const fact of ENDING_FACTS) this.#choice[fact] = choice[fact] || this.#choice[fact];
    const pieces = this.#shown(isObject(choice.delta) ? piecesOf(choice.delta) : []);
    for (const piece of pieces) if (piece.kind === "refusal") this.#refusal += piece.text;
    return this.#blocks.write(pieces);
  }

  // Held back until the usage is there or will not come: nothing may follow it but the stop.
  #finish(): StreamEvent[] {
    this.#isFinished = true;
    const events = this.#blocks.finish();
    const stop = toStop({
      choice: this.#choice,
      hasToolCalls: this.#blocks.hasToolCalls,
      refusal: this.#refusal || null,
      stopSequences: this.#request.stop_sequences,
    });
    const data = {
      type: "message_delta",
      delta: { ...stop, container: null },
      usage: toMessageUsage(this.#usage),
    };
    return [...events, { event: "message_delta", data }];
  }

  #envelope({ model }: JsonObject): JsonObject {
    return {
      id: `msg_${this.#call.id.replaceAll("-", "")}`,
      type: "message",
      role: "assistant",
      model: typeof model === "string" && model !== "" ? model : this.#call.model,
      container: null,
      diagnostics: null,
    };
  }

  // A client that wants thinking left out still gets the signatures it has to send back.
  #shown(pieces: Piece[]): Piece[] {
    if (showsThinking(this.#request)) return pieces;
    return pieces.filter((piece) => piece.kind !== "thinking");
  }
}

function firstChoice({ choices }: JsonObject): JsonObject | null {
  const list = Array.isArray(choices) ? choices.filter(isObject) : [];
  return list.find(({ index }) => index === undefined || index === 0) ?? null;
}

function usageOf(usage: unknown): JsonObject {
  return { ...toMessageUsage(usage), ...UNTOLD_USAGE };
}
