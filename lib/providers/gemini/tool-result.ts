import { isObject, parseJson } from "../../protocol/json";
import type { MessageContext, Part, PlacedMessage } from "./conversation";
import { RawJson } from "./raw-json";
import { userPart } from "./user-part";

/** A function call that waits for its result. */
export interface OpenCall {
  /** Null for the deprecated `function_call`, which has none. */
  id: string | null;
  name: string;
  path: string;
}

export interface ToolOutput {
  text: string;
  media: Part[];
}

/** What a `tool` or `function` message holds. */
export function toolOutput({ message, path }: PlacedMessage, context: MessageContext): ToolOutput {
  const { content } = message;
  if (typeof content === "string") return { text: content, media: [] };
  if (!Array.isArray(content)) return { text: "", media: [] };
  const parts = content
    .map((part, index) => userPart(part, `${path}.content[${index}]`, context))
    .filter((part) => part !== null);
  const isText = (part: Part) => typeof part.text === "string";
  return {
    text: parts
      .filter(isText)
      .map(({ text }) => text)
      .join("\n"),
    media: parts.filter((part) => !isText(part)),
  };
}

export function functionResponse(
  { id, name }: OpenCall,
  response: object,
  parts: Part[] = [],
): Part {
  return {
    functionResponse: {
      ...(id === null ? {} : { id }),
      name,
      response,
      ...(parts.length === 0 ? {} : { parts }),
    },
  };
}

/** A result as the object that the API wants: JSON stays JSON, anything else is text. */
export function responseOf(text: string): object {
  const isStructured = /^\s*[[{]/.test(text) && isContainer(parseJson(text));
  return { output: isStructured ? new RawJson(text) : text };
}

function isContainer(value: unknown): boolean {
  return isObject(value) || Array.isArray(value);
}
