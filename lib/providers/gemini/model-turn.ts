import { isObject, type JsonObject, nameOf, parseJson } from "../../protocol/json";
import type { MessageContext, Part, PlacedMessage } from "./conversation";
import { invalidRequest } from "./invalid-request";
import { imagePart } from "./media";
import { pushAll } from "./push-all";
import { RawJson } from "./raw-json";
import { textParts } from "./text-parts";
import { SKIPPED_SIGNATURE, signatureIn } from "./thought-signature";
import type { OpenCall } from "./tool-result";

interface ModelTurn {
  parts: Part[];
  /** The function calls of the turn, which the next one has to answer. */
  calls: OpenCall[];
}

/** Assistant messages as one turn: of each its text, then its calls. Reasoning is not replayed as text. */
export function modelTurn(messages: readonly PlacedMessage[], context: MessageContext): ModelTurn {
  const turn: ModelTurn = { parts: [], calls: [] };
  for (const placed of messages) {
    pushAll(turn.parts, signedTexts(placed, context));
    pushAll(turn.parts, replayedImages(placed, context));
    const calls = [...toolCalls(placed), ...legacyCall(placed)];
    const parts = calls.map(({ part }) => part);
    if (context.model.requiresSignatures) requireSignature(parts, context);
    pushAll(turn.parts, parts);
    pushAll(
      turn.calls,
      calls.map(({ call }) => call),
    );
  }
  return turn;
}

function signedTexts(placed: PlacedMessage, { notes }: MessageContext): Part[] {
  const { refusal, function_call } = placed.message;
  const texts = textParts(placed, notes);
  if (typeof refusal === "string" && refusal !== "") texts.push(refusal);
  // The signature of a message with the deprecated call belongs to the call.
  const thoughtSignature = isObject(function_call) ? null : signatureIn(placed.message);
  return texts.map((text, index) =>
    thoughtSignature !== null && index === texts.length - 1 ? { text, thoughtSignature } : { text },
  );
}

/** Images the model made in an earlier answer, in the shape this translator gives them. */
function replayedImages({ message, path }: PlacedMessage, { model }: MessageContext): Part[] {
  const images = Array.isArray(message.images) ? message.images : [];
  return images.filter(isObject).map((image, index) => ({
    ...imagePart(image, `${path}.images[${index}]`, model),
    ...signatureField(image),
  }));
}

function signatureField(owner: JsonObject): { thoughtSignature?: string } {
  const thoughtSignature = signatureIn(owner);
  return thoughtSignature === null ? {} : { thoughtSignature };
}

interface TranslatedCall {
  part: Part;
  call: OpenCall;
}

function toolCalls({ message, path }: PlacedMessage): TranslatedCall[] {
  const calls = message.tool_calls;
  if (calls === undefined || calls === null) return [];
  if (!Array.isArray(calls)) {
    const sentence = `${path}.tool_calls must be an array, not ${nameOf(calls)}.`;
    throw invalidRequest(sentence, `${path}.tool_calls`);
  }
  return calls.map((call, index) => toolCall(call, `${path}.tool_calls[${index}]`));
}

function toolCall(call: unknown, path: string): TranslatedCall {
  if (!isObject(call)) throw invalidRequest(`${path} must be an object.`, path);
  if (call.type !== undefined && call.type !== "function") {
    throw invalidRequest(`${path}.type must be "function".`, `${path}.type`);
  }
  if (typeof call.id !== "string" || call.id === "") {
    throw invalidRequest(`${path}.id must be a string that is not empty.`, `${path}.id`);
  }
  return functionCall(call.function, `${path}.function`, { id: call.id, path, owner: call });
}

function legacyCall({ message, path }: PlacedMessage): TranslatedCall[] {
  const call = message.function_call;
  if (call === undefined || call === null) return [];
  const place = `${path}.function_call`;
  return [functionCall(call, place, { id: null, path: place, owner: message })];
}

function functionCall(
  value: unknown,
  path: string,
  call: { id: string | null; path: string; owner: JsonObject },
): TranslatedCall {
  if (!isObject(value)) throw invalidRequest(`${path} must be an object.`, path);
  const { name } = value;
  if (typeof name !== "string" || name === "") {
    throw invalidRequest(`${path}.name must be a string that is not empty.`, `${path}.name`);
  }
  const args = argumentsOf(value.arguments, `${path}.arguments`);
  const id = call.id === null ? {} : { id: call.id };
  return {
    part: { functionCall: { ...id, name, args }, ...signatureField(call.owner) },
    call: { id: call.id, name, path: call.path },
  };
}

function argumentsOf(value: unknown, param: string): RawJson {
  if (value === undefined || value === null) return new RawJson("{}");
  if (isObject(value)) return RawJson.of(value, param);
  if (typeof value !== "string") {
    throw invalidRequest(`${param} must be a string of JSON, not ${nameOf(value)}.`, param);
  }
  if (value.trim() === "") return new RawJson("{}");
  if (isObject(parseJson(value))) return new RawJson(value);
  throw invalidRequest(
    `${param} must be the JSON text of an object, such as {"city":"Paris"}.`,
    param,
  );
}

// Models of the third generation refuse a step whose first call is unsigned; calls of other models and
// of clients that keep no extra fields are.
function requireSignature(calls: readonly Part[], { notes }: MessageContext): void {
  const [first] = calls;
  if (!first || calls.some((call) => call.thoughtSignature !== undefined)) return;
  first.thoughtSignature = SKIPPED_SIGNATURE;
  notes.warn(
    "tool_calls: sent without thought signatures; keep extra_content of tool calls for better answers",
  );
}
