import { isObject, type JsonObject } from "../protocol/json";
import { asList, asObject, asText } from "../protocol/lenient-json";

/** What stands for a part of a message that is no text. */
const STAND_INS: Readonly<Record<string, string>> = {
  image: "[image]",
  image_url: "[image]",
  input_image: "[image]",
  input_audio: "[audio]",
  audio: "[audio]",
  document: "[file]",
  file: "[file]",
  input_file: "[file]",
  container_upload: "[file]",
};

/** What the request asked last, in the words of its user; null when it holds none. Never throws. */
export function lastUserText(endpoint: string, request: unknown): string | null {
  const body = asObject(request);
  switch (endpoint) {
    case "chat.completions":
    case "messages":
    case "messages.count_tokens":
      return lastOf(body.messages);
    case "responses":
      return asText(body.input) ?? lastOf(body.input);
    case "completions":
      return textOf(body.prompt);
    case "embeddings":
      return textOf(body.input);
    default:
      return textOf(body.input) ?? textOf(body.prompt);
  }
}

/** The last user turn that says something; without one the last turn that does, as a tool's result. */
function lastOf(turns: unknown): string | null {
  const texts = asList(turns)
    .filter(isObject)
    .map(toTurn)
    .filter(({ text }) => text !== null);
  const last = texts.findLast(({ isUser }) => isUser) ?? texts.at(-1);
  return last?.text ?? null;
}

function toTurn({ role, content }: JsonObject) {
  return { isUser: role === "user", text: textOf(content) };
}

/** A text, or a list of texts and parts. */
function textOf(content: unknown): string | null {
  if (!Array.isArray(content)) return asText(content);
  return asText(
    content
      .map(partOf)
      .filter((text) => text !== null)
      .join(" "),
  );
}

function partOf(value: unknown): string | null {
  if (typeof value === "string") return value;
  const { type, text } = asObject(value);
  if (asText(text) !== null) return asText(text);
  return typeof type === "string" && Object.hasOwn(STAND_INS, type)
    ? (STAND_INS[type] ?? null)
    : null;
}
