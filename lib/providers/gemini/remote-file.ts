import type { JsonObject } from "../../protocol/json";
import type { GeminiModel } from "./gemini-model";
import { invalidRequest } from "./invalid-request";

const YOUTUBE_HOST = /^(?:(?:www|m)\.)?youtube\.com$|^youtu\.be$/;

const TYPES: ReadonlyMap<string, string> = new Map([
  ["png", "image/png"],
  ["jpg", "image/jpeg"],
  ["jpeg", "image/jpeg"],
  ["webp", "image/webp"],
  ["heic", "image/heic"],
  ["heif", "image/heif"],
  ["pdf", "application/pdf"],
  ["json", "application/json"],
  ["txt", "text/plain"],
  ["md", "text/markdown"],
  ["csv", "text/csv"],
  ["html", "text/html"],
  ["xml", "text/xml"],
  ["wav", "audio/wav"],
  ["mp3", "audio/mp3"],
  ["mp4", "video/mp4"],
  ["webm", "video/webm"],
  ["mov", "video/quicktime"],
]);

/** The media type that a file's name ends in; null for one that Gemini has no use for. */
export function typeOfName(name: string): string | null {
  const extension = /\.([a-z0-9]{1,5})$/i.exec(name)?.[1];
  return TYPES.get(extension?.toLowerCase() ?? "") ?? null;
}

/**
 * A file that Google fetches: a video of YouTube, a file of the Files API, and for models that can any
 * https URL. The gateway itself fetches nothing.
 */
export function remotePart(url: string, param: string, model: GeminiModel): JsonObject {
  const parsed = parseUrl(url);
  if (parsed?.protocol !== "https:") throw unreachable(param, "is not an https URL");
  if (YOUTUBE_HOST.test(parsed.hostname) || isFilesApiUrl(url))
    return { fileData: { fileUri: url } };
  if (!model.fetchesUrls) throw unreachable(param, "cannot be fetched by this model");
  const mimeType = typeOfName(parsed.pathname);
  return { fileData: { ...(mimeType === null ? {} : { mimeType }), fileUri: url } };
}

export function isFilesApiUrl(url: string): boolean {
  const parsed = parseUrl(url);
  return (
    parsed?.protocol === "https:" &&
    parsed.hostname === "generativelanguage.googleapis.com" &&
    /^\/v\d\w*\/files\/./.test(parsed.pathname)
  );
}

function parseUrl(url: string): URL | null {
  return URL.canParse(url) ? new URL(url) : null;
}

function unreachable(param: string, reason: string) {
  const message = `${param} ${reason}. Send the file as a data URL (data:image/png;base64,…).`;
  return invalidRequest(message, param);
}
