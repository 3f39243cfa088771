import { isObject, type JsonObject } from "../../protocol/json";

/** A part of an answer in the order it is said; a whole message has the same parts as a stream's delta. */
export type Piece =
  | { kind: "thinking"; text: string }
  | { kind: "signature"; signature: string }
  | { kind: "redacted"; data: string }
  | { kind: "text"; text: string }
  | { kind: "refusal"; text: string }
  | { kind: "call"; call: JsonObject };

/** Reads `message` or `delta` of a chat choice: reasoning, text, refusal, tool calls. */
export function piecesOf(said: JsonObject): Piece[] {
  const pieces = reasoningPieces(said);
  pushContent(pieces, said.content);
  if (isText(said.refusal)) pieces.push({ kind: "refusal", text: said.refusal });
  const calls = Array.isArray(said.tool_calls) ? said.tool_calls.filter(isObject) : [];
  for (const call of calls) pieces.push({ kind: "call", call });
  return pieces;
}

// Details that hold the text replace it; those of a stream hold the signature alone and come after it.
function reasoningPieces(said: JsonObject): Piece[] {
  const details = Array.isArray(said.reasoning_details)
    ? said.reasoning_details.filter(isObject)
    : [];
  const pieces: Piece[] = [];
  const hasTexts = details.some(({ type, thinking }) => type === "thinking" && isText(thinking));
  const reasoning = said.reasoning_content ?? said.reasoning;
  if (!hasTexts && isText(reasoning)) pieces.push({ kind: "thinking", text: reasoning });
  for (const { type, thinking, signature, data } of details) {
    if (type === "redacted_thinking" && isText(data)) pieces.push({ kind: "redacted", data });
    if (type !== "thinking") continue;
    if (isText(thinking)) pieces.push({ kind: "thinking", text: thinking });
    if (isText(signature)) pieces.push({ kind: "signature", signature });
  }
  return pieces;
}

// Mistral's reasoning models answer with parts, thoughts among them.
function pushContent(pieces: Piece[], content: unknown): void {
  if (isText(content)) pieces.push({ kind: "text", text: content });
  for (const part of Array.isArray(content) ? content.filter(isObject) : []) {
    if (isText(part.text)) pieces.push({ kind: "text", text: part.text });
    for (const thought of Array.isArray(part.thinking) ? part.thinking.filter(isObject) : []) {
      if (isText(thought.text)) pieces.push({ kind: "thinking", text: thought.text });
    }
  }
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}
