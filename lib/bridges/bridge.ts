import type { JsonObject } from "../protocol/json";
import type { StreamEvent } from "../protocol/stream-event";

/**
 * The bridge interface: how a call of another API is served by an upstream that speaks Chat Completions
 * (or is translated from it). A bridge is pure.
 */
export interface Bridge {
  /**
   * The call as a chat completion request without `model`; `request.model` is the one that will run. Throws PrysmError 400 with the path in the client's own shape.
   */
  toChat(request: JsonObject): BridgedRequest;
  /** One object per call. */
  answer(request: JsonObject, call: BridgedCall): BridgedAnswer;
}

export interface BridgedRequest {
  chat: JsonObject;
  /** Parameters that have no counterpart and were left out. */
  droppedParams: string[];
  warnings: string[];
}

export interface BridgedCall {
  id: string;
  receivedAtMs: number;
  model: string;
}

/** Turns a chat answer into the API's shape. */
export interface BridgedAnswer {
  whole(completion: JsonObject): JsonObject;
  /** The events of the API's stream that one `chat.completion.chunk` makes; often none. */
  chunk(chunk: JsonObject): StreamEvent[];
  /** What closes a stream that ended in good order. */
  end(): StreamEvent[];
}
