import { aString, checkValue, invalid, oneOf } from "../../protocol/check-fields";
import { isObject, type JsonObject, nameOf } from "../../protocol/json";
import type { TranslationNotes } from "./translation-notes";

type ReadPart = (part: JsonObject, path: string, notes: TranslationNotes) => JsonObject;
type PartReaders = ReadonlyMap<unknown, ReadPart>;

/** Hints about caching, which chat parts spell the same. */
const CACHE_HINTS = ["prompt_cache_breakpoint", "cache_control"];
/** What answers have and a model is not told; `parsed` is the official client's own. */
const OUTPUT_ONLY = ["annotations", "logprobs", "parsed"];
const TEXT_FIELDS = new Set(["type", "text", ...OUTPUT_ONLY, ...CACHE_HINTS]);
const IMAGE_FIELDS = new Set(["type", "image_url", "file_id", "detail", ...CACHE_HINTS]);
const FILE_FIELDS = new Set([
  "type",
  "file_data",
  "file_id",
  "file_url",
  "filename",
  ...CACHE_HINTS,
]);
const AUDIO_FIELDS = new Set(["type", "input_audio", ...CACHE_HINTS]);
const DETAIL = oneOf("auto", "low", "high", "original");

const TEXT_PARTS: PartReaders = new Map([
  ["input_text", readText],
  ["output_text", readText],
]);
const MEDIA_PARTS: PartReaders = new Map([
  ...TEXT_PARTS,
  ["input_image", readImage],
  ["input_file", readFile],
  ["input_audio", readAudio],
]);

/** Content of a user message or a tool's output: a string where it is one plain text, else chat parts. */
export function mediaContent(content: unknown, path: string, notes: TranslationNotes) {
  return toContent(content, path, notes, MEDIA_PARTS);
}

/** Content of a system or developer message. */
export function textContent(content: unknown, path: string, notes: TranslationNotes) {
  return toContent(content, path, notes, TEXT_PARTS);
}

/** What an assistant said, and what it refused to say. */
export function assistantContent(
  content: unknown,
  path: string,
  notes: TranslationNotes,
): { text: string; refusal: string | null } {
  if (typeof content === "string") return { text: content, refusal: null };
  const said = { text: "", refusal: null as string | null };
  requireParts(content, path).forEach((part, index) => {
    const at = `${path}[${index}]`;
    if (part.type === "refusal") {
      said.refusal = (said.refusal ?? "") + requireText(part.refusal, `${at}.refusal`);
    } else {
      said.text += readPart(part, at, notes, TEXT_PARTS).text;
    }
  });
  return said;
}

function toContent(
  content: unknown,
  path: string,
  notes: TranslationNotes,
  readers: PartReaders,
): string | JsonObject[] {
  if (typeof content === "string") return content;
  const parts = requireParts(content, path).map((part, index) =>
    readPart(part, `${path}[${index}]`, notes, readers),
  );
  const [first] = parts;
  if (!first) return "";
  const isPlainText = typeof first.text === "string" && Object.keys(first).length === 2;
  return parts.length === 1 && isPlainText ? String(first.text) : parts;
}

function requireParts(content: unknown, path: string): JsonObject[] {
  if (!Array.isArray(content)) {
    const message = `${path} must be a string or an array of parts, not ${nameOf(content)}.`;
    throw invalid(path, message);
  }
  return content.map((part, index) => {
    if (isObject(part)) return part;
    const at = `${path}[${index}]`;
    throw invalid(at, `${at} must be an object, not ${nameOf(part)}.`);
  });
}

function readPart(part: JsonObject, path: string, notes: TranslationNotes, readers: PartReaders) {
  const read = readers.get(part.type);
  if (read) return { ...read(part, path, notes), ...cacheHints(part) };
  const given = typeof part.type === "string" ? `"${part.type.slice(0, 64)}"` : nameOf(part.type);
  const message = `${path}.type is ${given}; here it can be ${[...readers.keys()].join(", ")}.`;
  throw invalid(`${path}.type`, message);
}

function cacheHints(part: JsonObject): JsonObject {
  const given = CACHE_HINTS.filter((hint) => part[hint] !== undefined && part[hint] !== null);
  return Object.fromEntries(given.map((hint) => [hint, part[hint]]));
}

function readText(part: JsonObject, path: string, notes: TranslationNotes): JsonObject {
  notes.dropUnknown(part, TEXT_FIELDS, path);
  return { type: "text", text: requireText(part.text, `${path}.text`) };
}

function readImage(part: JsonObject, path: string, notes: TranslationNotes): JsonObject {
  notes.dropUnknown(part, IMAGE_FIELDS, path);
  refuseUpload(part.file_id, `${path}.file_id`, "image_url with a URL or a data URL");
  const url = requireText(part.image_url, `${path}.image_url`);
  checkValue(part.detail, `${path}.detail`, DETAIL);
  if (part.detail === undefined || part.detail === null) {
    return { type: "image_url", image_url: { url } };
  }
  if (part.detail !== "original") {
    return { type: "image_url", image_url: { url, detail: part.detail } };
  }
  notes.warn("detail: an image was sent with high instead of original");
  return { type: "image_url", image_url: { url, detail: "high" } };
}

function readFile(part: JsonObject, path: string, notes: TranslationNotes): JsonObject {
  notes.dropUnknown(part, FILE_FIELDS, path);
  refuseUpload(part.file_url, `${path}.file_url`, "the file itself in file_data");
  const file: JsonObject = {};
  for (const field of ["file_data", "file_id", "filename"]) {
    checkValue(part[field], `${path}.${field}`, aString);
    if (typeof part[field] === "string") file[field] = part[field];
  }
  if (file.file_data !== undefined || file.file_id !== undefined) return { type: "file", file };
  throw invalid(`${path}.file_data`, `${path}.file_data is missing. Send the file as a data URL.`);
}

function readAudio(part: JsonObject, path: string, notes: TranslationNotes): JsonObject {
  notes.dropUnknown(part, AUDIO_FIELDS, path);
  if (isObject(part.input_audio)) return { type: "input_audio", input_audio: part.input_audio };
  const at = `${path}.input_audio`;
  throw invalid(at, `${at} must be an object, not ${nameOf(part.input_audio)}.`);
}

function refuseUpload(value: unknown, path: string, alternative: string): void {
  if (value === undefined || value === null) return;
  throw invalid(path, `${path} cannot be passed to this provider. Send ${alternative} instead.`);
}

/** A string that has to be there. */
export function requireText(value: unknown, path: string): string {
  if (typeof value === "string") return value;
  throw invalid(path, `${path} must be a string, not ${nameOf(value)}.`);
}
