import { invalid } from "../../protocol/check-fields";
import { isObject, type JsonObject, nameOf } from "../../protocol/json";
import { ChatTurns } from "./chat-turns";
import { assistantContent, mediaContent, requireText, textContent } from "./content-to-chat";
import { fromMadeImage } from "./made-image";
import { decodeReplay } from "./reasoning-replay";
import type { TranslationNotes } from "./translation-notes";

interface Item {
  item: JsonObject;
  path: string;
  turns: ChatTurns;
  notes: TranslationNotes;
}

const ITEM_READERS: ReadonlyMap<unknown, (item: Item) => void> = new Map([
  ["message", readMessage],
  ["function_call", readCall],
  ["function_call_output", readCallOutput],
  ["reasoning", readReasoning],
  ["image_generation_call", readImage],
  ["item_reference", refuseReference],
]);

const CONTENT_READERS: ReadonlyMap<unknown, typeof mediaContent> = new Map([
  ["user", mediaContent],
  ["system", textContent],
  ["developer", textContent],
]);

/** Fields of every item that say where it came from and nothing to a model. */
const BOOKKEEPING = ["id", "type", "status"];
/** Where answers have what a provider wants to see again. */
const EXTRA = "extra_content";
const MESSAGE_FIELDS = new Set([...BOOKKEEPING, "role", "content", EXTRA]);
const IMAGE_SETTINGS = ["background", "quality", "revised_prompt", "size", "action"];
const IMAGE_FIELDS = new Set([...BOOKKEEPING, ...IMAGE_SETTINGS, "result", "output_format", EXTRA]);
// `parsed_arguments` is the official client's own.
const CALL_FIELDS = new Set([
  ...BOOKKEEPING,
  "call_id",
  "name",
  "arguments",
  "parsed_arguments",
  EXTRA,
]);
const OUTPUT_FIELDS = new Set([...BOOKKEEPING, "call_id", "output"]);
const REASONING_FIELDS = new Set([...BOOKKEEPING, "summary", "content", "encrypted_content"]);

/** The conversation as chat messages; never empty. */
export function inputToMessages(request: JsonObject, notes: TranslationNotes): JsonObject[] {
  const { instructions, input } = request;
  const turns = new ChatTurns();
  if (typeof instructions === "string" && instructions !== "") {
    turns.addMessage({ role: "system", content: instructions });
  }
  if (typeof input === "string") turns.addMessage({ role: "user", content: input });
  if (Array.isArray(input)) {
    for (const [index, item] of input.entries()) {
      readItem({ item, path: `input[${index}]`, turns, notes });
    }
  }
  dropReasoning(turns, notes);
  const messages = turns.toMessages();
  if (messages.length > 0) return messages;
  throw invalid("input", "input is empty. Send a string or at least one item.");
}

function readItem(item: Item): void {
  const { path } = item;
  const type = typeOf(item.item);
  const read = ITEM_READERS.get(type);
  if (read) {
    read(item);
    return;
  }
  const given = typeof type === "string" ? `"${type.slice(0, 64)}"` : nameOf(type);
  const message = `${path}.type is ${given}. This provider can take message, function_call, function_call_output, reasoning and image_generation_call items only.`;
  throw invalid(`${path}.type`, message);
}

// Both a message and a reference may come without their type.
function typeOf({ type, role, id }: JsonObject): unknown {
  if (type !== undefined && type !== null) return type;
  if (role !== undefined) return "message";
  return typeof id === "string" ? "item_reference" : type;
}

function readMessage({ item, path, turns, notes }: Item): void {
  notes.dropUnknown(item, MESSAGE_FIELDS, path);
  const { role } = item;
  const at = `${path}.content`;
  if (role === "assistant") {
    const { text, refusal } = assistantContent(item.content, at, notes);
    turns.addAssistant(text, { ...(refusal === null ? {} : { refusal }), ...extraOf(item) });
    return;
  }
  const readContent = CONTENT_READERS.get(role);
  if (!readContent) {
    const message = `${path}.role must be one of user, assistant, system, developer.`;
    throw invalid(`${path}.role`, message);
  }
  dropReasoning(turns, notes);
  turns.addMessage({ role, content: readContent(item.content, at, notes) });
}

function readCall({ item, path, turns, notes }: Item): void {
  notes.dropUnknown(item, CALL_FIELDS, path);
  const id = requireText(item.call_id, `${path}.call_id`);
  const name = requireText(item.name, `${path}.name`);
  const called = { name, arguments: requireText(item.arguments, `${path}.arguments`) };
  turns.addCall(id, { function: called, ...extraOf(item) });
}

function readImage({ item, path, turns, notes }: Item): void {
  notes.dropUnknown(item, IMAGE_FIELDS, path);
  const data = requireText(item.result, `${path}.result`);
  const { output_format: given } = item;
  const format = isGiven(given) ? requireText(given, `${path}.output_format`) : "png";
  const extra = isObject(item.extra_content) ? item.extra_content : null;
  turns.addImage(fromMadeImage({ format, data, extra }));
}

function readCallOutput({ item, path, turns, notes }: Item): void {
  notes.dropUnknown(item, OUTPUT_FIELDS, path);
  const id = requireText(item.call_id, `${path}.call_id`);
  const isKnown = turns.addResult(id, mediaContent(item.output, `${path}.output`, notes));
  if (isKnown) return;
  const message = `${path}.call_id names no function_call that stands before it in input.`;
  throw invalid(`${path}.call_id`, message);
}

function readReasoning({ item, path, turns, notes }: Item): void {
  notes.dropUnknown(item, REASONING_FIELDS, path);
  const encrypted = item.encrypted_content;
  const details = typeof encrypted === "string" ? decodeReplay(encrypted) : [];
  if (details === null) {
    notes.drop("input[].encrypted_content");
    notes.warn("encrypted_content: reasoning that another provider encrypted was left out");
  }
  const content = reasoningText(item.content, `${path}.content`);
  const text = content || reasoningText(item.summary, `${path}.summary`);
  if (text !== "" || (details && details.length > 0)) {
    turns.addReasoning({ text, details: details ?? [] });
  }
}

function reasoningText(parts: unknown, path: string): string {
  if (parts === undefined || parts === null) return "";
  if (!Array.isArray(parts)) throw invalid(path, `${path} must be an array, not ${nameOf(parts)}.`);
  const texts = parts.map((part: unknown, index) =>
    requireText(isObject(part) ? part.text : undefined, `${path}[${index}].text`),
  );
  return texts.join("\n\n");
}

function extraOf({ extra_content: extra }: JsonObject): JsonObject {
  return isObject(extra) ? { extra_content: extra } : {};
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function refuseReference({ path }: Item): void {
  const message = `${path} refers to an item that was stored elsewhere, and nothing is stored here. Send the item itself.`;
  throw invalid(path, message);
}

function dropReasoning(turns: ChatTurns, notes: TranslationNotes): void {
  if (!turns.dropReasoning()) return;
  notes.drop("input[].reasoning");
  notes.warn("input: reasoning without the message or call it led to was left out");
}
