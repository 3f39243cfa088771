import { nameOf } from "../../protocol/json";
import type { MessageContext, Part, PlacedMessage } from "./conversation";
import { invalidRequest } from "./invalid-request";
import { pushAll } from "./push-all";
import type { RequestNotes } from "./request-notes";
import { functionResponse, type OpenCall, responseOf, toolOutput } from "./tool-result";
import { userPart } from "./user-part";

const NO_RESULT = "No result was given for this call.";

interface OpenTurn {
  /** Calls without a result yet, by their id, or by their name where they have none. */
  waiting: Map<string, OpenCall[]>;
  responses: Map<OpenCall, Part>;
  /** Media of results, for models that take it only beside them. */
  media: Part[];
  rest: Part[];
}

/**
 * Messages of the user and of tools between two turns of the model: first the answer to every open call,
 * in the order of the calls, then what else was said.
 */
export function userTurn(
  messages: readonly PlacedMessage[],
  open: readonly OpenCall[],
  context: MessageContext,
): Part[] {
  const turn: OpenTurn = { waiting: waitingOf(open), responses: new Map(), media: [], rest: [] };
  for (const placed of messages) {
    if (placed.message.role === "user") pushAll(turn.rest, userParts(placed, context));
    else takeResult(placed, turn, context);
  }
  const responses = open.map(
    (call) => turn.responses.get(call) ?? errorResponse(call, context.notes),
  );
  return [...responses, ...turn.media, ...turn.rest];
}

function waitingOf(open: readonly OpenCall[]): OpenTurn["waiting"] {
  const waiting: OpenTurn["waiting"] = new Map();
  for (const call of open) {
    const label = call.id ?? call.name;
    const queue = waiting.get(label);
    if (queue) queue.push(call);
    else waiting.set(label, [call]);
  }
  // Taken from the end, so that calls of one name get their results in order.
  for (const queue of waiting.values()) queue.reverse();
  return waiting;
}

/** Error results for calls that a history ends in. */
export function unansweredCalls(open: readonly OpenCall[], notes: RequestNotes): Part[] {
  return open.map((call) => errorResponse(call, notes));
}

function errorResponse(call: OpenCall, notes: RequestNotes): Part {
  notes.warn("tool_calls: a call without a result was answered with an error");
  return functionResponse(call, { error: NO_RESULT });
}

function userParts({ message, path }: PlacedMessage, context: MessageContext): Part[] {
  const { content } = message;
  const parts = Array.isArray(content)
    ? content.map((part, index) => userPart(part, `${path}.content[${index}]`, context))
    : [typeof content === "string" && content !== "" ? { text: content } : null];
  const filled = parts.filter((part) => part !== null);
  if (filled.length > 0) return filled;
  throw invalidRequest(`${path}.content is empty. Send text or media.`, `${path}.content`);
}

function takeResult(placed: PlacedMessage, turn: OpenTurn, context: MessageContext): void {
  const label = labelOf(placed);
  const output = toolOutput(placed, context);
  const call = turn.waiting.get(label)?.pop();
  if (!call) {
    takeOrphan(label, output, turn);
    return;
  }
  const { allowsMediaInResults } = context.model;
  const parts = allowsMediaInResults ? output.media : [];
  turn.responses.set(call, functionResponse(call, responseOf(output.text), parts));
  if (!allowsMediaInResults) pushAll(turn.media, output.media);
}

// A truncated history has results without calls, which the API refuses as such.
function takeOrphan(label: string, output: { text: string; media: Part[] }, turn: OpenTurn): void {
  if (output.text !== "") turn.rest.push({ text: `Tool result (${label}): ${output.text}` });
  pushAll(turn.rest, output.media);
}

function labelOf({ message, path }: PlacedMessage): string {
  const field = message.role === "tool" ? "tool_call_id" : "name";
  const label = message[field];
  if (typeof label === "string" && label !== "") return label;
  const param = `${path}.${field}`;
  throw invalidRequest(`${param} must be a string, not ${nameOf(label)}.`, param);
}
