import type { JsonObject } from "../../protocol/json";
import type { GeminiModel } from "./gemini-model";
import { invalidRequest } from "./invalid-request";
import { modelTurn } from "./model-turn";
import { pushAll } from "./push-all";
import type { RequestNotes } from "./request-notes";
import { textParts } from "./text-parts";
import type { OpenCall } from "./tool-result";
import { unansweredCalls, userTurn } from "./user-turn";

export type Part = JsonObject;

export interface Content {
  role: "user" | "model";
  parts: Part[];
}

export interface Conversation {
  contents: Content[];
  system: Part[];
}

/** What translating a message needs to know beside it. */
export interface MessageContext {
  model: GeminiModel;
  notes: RequestNotes;
}

export interface PlacedMessage {
  message: JsonObject;
  /** `messages[3]` */
  path: string;
}

interface Turn {
  role: Content["role"];
  messages: PlacedMessage[];
}

/**
 * Chat messages as Gemini's turns: system messages apart, neighbours of one role in one turn, and every
 * function call answered at the start of the turn that follows it, which the API insists on.
 */
export function buildConversation(
  messages: readonly JsonObject[],
  context: MessageContext,
): Conversation {
  const { system, turns } = toTurns(messages, context);
  const contents: Content[] = [];
  let open: OpenCall[] = [];
  for (const turn of turns) {
    if (turn.role === "user") {
      append(contents, "user", userTurn(turn.messages, open, context));
      open = [];
      continue;
    }
    const { parts, calls } = modelTurn(turn.messages, context);
    if (contents.length === 0) requireUserBefore(calls);
    append(contents, "model", parts);
    open = calls;
  }
  append(contents, "user", unansweredCalls(open, context.notes));
  return placeSystem(system, contents, context);
}

function toTurns(messages: readonly JsonObject[], context: MessageContext) {
  const system: Part[] = [];
  const turns: Turn[] = [];
  messages.forEach((message, index) => {
    const placed = { message, path: `messages[${index}]` };
    noteIgnored(placed, context.notes);
    if (message.role === "system" || message.role === "developer") {
      for (const text of textParts(placed, context.notes)) system.push({ text });
      return;
    }
    const role = message.role === "assistant" ? "model" : "user";
    const last = turns.at(-1);
    if (last?.role === role) last.messages.push(placed);
    else turns.push({ role, messages: [placed] });
  });
  return { system, turns };
}

function noteIgnored({ message }: PlacedMessage, notes: RequestNotes): void {
  const isNamedByCall = message.role === "tool" || message.role === "function";
  if (isSet(message.name) && !isNamedByCall) notes.drop("messages[].name");
  if (isSet(message.audio)) notes.drop("messages[].audio");
  if (isSet(message.cache_control)) notes.drop("cache_control");
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function append(contents: Content[], role: Content["role"], parts: Part[]): void {
  if (parts.length === 0) return;
  const last = contents.at(-1);
  if (last?.role === role) pushAll(last.parts, parts);
  else contents.push({ role, parts });
}

function requireUserBefore([first]: readonly OpenCall[]): void {
  if (!first) return;
  const message = `${first.path} comes before any message of the user. Gemini takes a function call only after one: keep the user's message in the history.`;
  throw invalidRequest(message, first.path);
}

function placeSystem(system: Part[], contents: Content[], context: MessageContext): Conversation {
  if (contents.length === 0) {
    if (system.length === 0) throw nothingToSay();
    context.notes.warn("messages: there was only a system message, so it was sent as the user's");
    return { system: [], contents: [{ role: "user", parts: system }] };
  }
  if (context.model.takesSystemInstruction || system.length === 0) return { system, contents };
  const [first, ...rest] = contents;
  if (first?.role !== "user")
    return { system: [], contents: [{ role: "user", parts: system }, ...contents] };
  const opening: Content = { role: "user", parts: [...system, ...first.parts] };
  return { system: [], contents: [opening, ...rest] };
}

function nothingToSay() {
  return invalidRequest(
    "messages hold no text. Send at least one message with content.",
    "messages",
  );
}
