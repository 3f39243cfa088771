import { isObject, type JsonObject, nameOf } from "../../protocol/json";
import { isDataUrl, type MediaBytes, parseDataUrl, requireBase64 } from "./data-url";
import type { GeminiModel } from "./gemini-model";
import { invalidRequest } from "./invalid-request";
import { isFilesApiUrl, remotePart, typeOfName } from "./remote-file";

const IMAGE_TYPES = new Set(["image/png", "image/jpeg", "image/webp", "image/heic", "image/heif"]);
const FILE_TYPE = /^(?:text|audio|video)\/[a-z0-9.+-]+$|^application\/(?:pdf|json)$/;
const FILES_API = "https://generativelanguage.googleapis.com/v1beta/";

const AUDIO_TYPES: ReadonlyMap<string, string> = new Map([
  ["wav", "audio/wav"],
  ["mp3", "audio/mp3"],
  ["aac", "audio/aac"],
  ["ogg", "audio/ogg"],
  ["flac", "audio/flac"],
  ["aiff", "audio/aiff"],
]);

/** The part of an `image_url` content part, or of its like for video. */
export function imagePart(part: JsonObject, param: string, model: GeminiModel): JsonObject {
  const { url, path } = urlOf(part.image_url, `${param}.image_url`);
  if (!isDataUrl(url)) return remotePart(url, path, model);
  const media = parseDataUrl(url, path);
  if (!IMAGE_TYPES.has(media.mimeType)) throw unsupportedType(media.mimeType, path);
  return inlineData(media);
}

export function videoPart(part: JsonObject, param: string, model: GeminiModel): JsonObject {
  const { url, path } = urlOf(part.video_url, `${param}.video_url`);
  if (!isDataUrl(url)) return remotePart(url, path, model);
  const media = parseDataUrl(url, path);
  if (!media.mimeType.startsWith("video/")) throw unsupportedType(media.mimeType, path);
  return inlineData(media);
}

export function audioPart(part: JsonObject, param: string): JsonObject {
  const audio = requireObject(part.input_audio, `${param}.input_audio`);
  const path = `${param}.input_audio.data`;
  const data = requireString(audio.data, path);
  const format = typeof audio.format === "string" ? audio.format.toLowerCase() : "";
  const mimeType = AUDIO_TYPES.get(format);
  if (!mimeType) {
    const formatPath = `${param}.input_audio.format`;
    const known = [...AUDIO_TYPES.keys()].join(", ");
    throw invalidRequest(`${formatPath} must be one of ${known}.`, formatPath);
  }
  const base64 = isDataUrl(data) ? parseDataUrl(data, path).base64 : requireBase64(data, path);
  return inlineData({ mimeType, base64 });
}

export function filePart(part: JsonObject, param: string): JsonObject {
  const file = requireObject(part.file, `${param}.file`);
  if (typeof file.file_data === "string") return fileBytes(file, `${param}.file.file_data`);
  const path = `${param}.file.file_id`;
  if (typeof file.file_id !== "string") {
    const message = `${param}.file must hold file_data, a data URL of the file.`;
    throw invalidRequest(message, `${param}.file`);
  }
  const uri = file.file_id.startsWith("files/") ? FILES_API + file.file_id : file.file_id;
  if (isFilesApiUrl(uri)) return { fileData: { fileUri: uri } };
  const message = `${path} is no file of the Gemini Files API (files/…). Send the file itself as file_data.`;
  throw invalidRequest(message, path);
}

function fileBytes(file: JsonObject, path: string): JsonObject {
  const data = requireString(file.file_data, path);
  const media = isDataUrl(data)
    ? parseDataUrl(data, path)
    : { mimeType: "", base64: requireBase64(data, path) };
  const named = typeof file.filename === "string" ? typeOfName(file.filename) : null;
  const isUntyped = media.mimeType === "" || media.mimeType === "application/octet-stream";
  const mimeType = isUntyped ? (named ?? media.mimeType) : media.mimeType;
  if (!IMAGE_TYPES.has(mimeType) && !FILE_TYPE.test(mimeType))
    throw unsupportedType(mimeType, path);
  return inlineData({ mimeType, base64: media.base64 });
}

function inlineData({ mimeType, base64 }: MediaBytes): JsonObject {
  return { inlineData: { mimeType, data: base64 } };
}

function urlOf(value: unknown, param: string): { url: string; path: string } {
  // Many clients send the URL itself where the API has an object around it.
  if (typeof value === "string") return { url: value, path: param };
  const path = `${param}.url`;
  return { url: requireString(requireObject(value, param).url, path), path };
}

function requireObject(value: unknown, param: string): JsonObject {
  if (isObject(value)) return value;
  throw invalidRequest(`${param} must be an object, not ${nameOf(value)}.`, param);
}

function requireString(value: unknown, param: string): string {
  if (typeof value === "string") return value;
  throw invalidRequest(`${param} must be a string, not ${nameOf(value)}.`, param);
}

function unsupportedType(mimeType: string, param: string) {
  const type = mimeType.slice(0, 64) || "without a type";
  return invalidRequest(
    `${param} is ${type}, which Gemini does not take. It takes PNG, JPEG, WebP and HEIC images, and as files also PDF, text, audio and video.`,
    param,
  );
}
