import { invalidRequest } from "./invalid-request";

export interface MediaBytes {
  /** Lower-case, without parameters; empty where a data URL names none. */
  mimeType: string;
  base64: string;
}

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

export function isDataUrl(url: string): boolean {
  return /^data:/i.test(url);
}

/** Reads `data:image/png;charset=utf-8;base64,…`; throws a 400 that names `param`. */
export function parseDataUrl(url: string, param: string): MediaBytes {
  const comma = url.indexOf(",");
  if (comma === -1) {
    const shape = "data:<type>;base64,<data>";
    throw invalidRequest(`${param} is no data URL: it must look like ${shape}.`, param);
  }
  const [type = "", ...parameters] = url
    .slice("data:".length, comma)
    .split(";")
    .map((token) => token.trim().toLowerCase());
  const payload = url.slice(comma + 1);
  const base64 = parameters.includes("base64")
    ? requireBase64(payload, param)
    : requireBase64(Buffer.from(unescapePercent(payload, param)).toString("base64"), param);
  return { mimeType: type === "image/jpg" ? "image/jpeg" : type, base64 };
}

/** Base64 without white space, in the standard alphabet. */
export function requireBase64(text: string, param: string): string {
  let base64 = text.includes("%") ? unescapePercent(text, param) : text;
  if (/\s/.test(base64)) base64 = base64.replace(/\s+/g, "");
  if (/[-_]/.test(base64)) base64 = base64.replace(/-/g, "+").replace(/_/g, "/");
  if (base64 === "") throw invalidRequest(`${param} holds no data.`, param);
  if (!BASE64.test(base64) || base64.replace(/=+$/, "").length % 4 === 1) {
    throw invalidRequest(`${param} must hold base64. Encode the bytes of the file.`, param);
  }
  return base64;
}

function unescapePercent(text: string, param: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw invalidRequest(`${param} is percent-encoded wrongly. Send it as base64.`, param);
  }
}
