import { isObject } from "../../protocol/json";
import type { PlacedMessage } from "./conversation";
import { invalidRequest } from "./invalid-request";
import type { RequestNotes } from "./request-notes";

/** The texts of a message that may hold nothing else; empty ones are left out. */
export function textParts({ message, path }: PlacedMessage, notes: RequestNotes): string[] {
  const { content } = message;
  const texts = Array.isArray(content)
    ? content.map((part, index) => textOf(part, `${path}.content[${index}]`, notes))
    : [typeof content === "string" ? content : ""];
  return texts.filter((text) => text !== "");
}

/** The text of a `text` or `refusal` part; throws a 400 for any other. */
export function textOf(part: unknown, path: string, notes: RequestNotes): string {
  if (!isObject(part)) throw invalidRequest(`${path} must be an object with a type.`, path);
  if (part.cache_control !== undefined) notes.drop("cache_control");
  if (part.type !== "text" && part.type !== "refusal") {
    throw invalidRequest(`${path}.type must be "text" here.`, `${path}.type`);
  }
  const text = part.type === "text" ? part.text : part.refusal;
  if (typeof text === "string") return text;
  throw invalidRequest(`${path}.${part.type} must be a string.`, `${path}.${part.type}`);
}
