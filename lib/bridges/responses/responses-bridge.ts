import { PrysmError } from "../../errors";
import { isObject, type JsonObject } from "../../protocol/json";
import type { Bridge, BridgedAnswer, BridgedCall } from "../bridge";
import { requestToChat } from "./request-to-chat";
import { ResponseEvents } from "./response-events";

/** OpenAI's Responses API for upstreams that have Chat Completions only. Nothing is stored in between. */
export const responsesBridge: Bridge = {
  toChat: requestToChat,
  answer: answerAsResponse,
};

function answerAsResponse(request: JsonObject, call: BridgedCall): BridgedAnswer {
  const events = new ResponseEvents(request, call);
  return {
    whole: (completion) => toResponse(events, completion),
    /** A chunk that is an `error` object fails the response. */
    chunk: (chunk) => events.take(chunk),
    end: () => events.end(),
  };
}

// A whole answer is the stream that has one delta.
function toResponse(events: ResponseEvents, completion: JsonObject): JsonObject {
  const choices = Array.isArray(completion.choices) ? completion.choices.filter(isObject) : [];
  if (choices.length === 0) {
    throw new PrysmError("bad_gateway", "The provider sent an answer without a choice.");
  }
  events.take({ ...completion, choices: choices.map(toChunkChoice) });
  events.end();
  return events.response();
}

function toChunkChoice(choice: JsonObject): JsonObject {
  const message = isObject(choice.message) ? choice.message : {};
  const { tool_calls: calls } = message;
  if (!Array.isArray(calls)) return { ...choice, delta: message };
  const indexed = calls.filter(isObject).map((call, index) => ({ ...call, index }));
  return { ...choice, delta: { ...message, tool_calls: indexed } };
}
