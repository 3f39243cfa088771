import type { DocumentSource, ImageSource } from "./blocks";
import { isBlank } from "./blocks";
import { refuse } from "./refuse";

const IMAGE_TYPES = new Set(["image/jpeg", "image/png", "image/gif", "image/webp"]);
/** What people write for image/jpeg. */
const JPEG_MISNOMERS = new Set(["image/jpg", "image/pjpeg"]);
const PDF = "application/pdf";
/** "%PDF-" in base64. */
const PDF_START = "JVBERi";

export type MediaSource =
  | { kind: "image"; source: ImageSource }
  | { kind: "document"; source: DocumentSource };

/** The source of an `image_url`: a data URL, or an https URL that Anthropic fetches itself. */
export function readImageUrl(url: string, path: string): MediaSource {
  if (/^data:/i.test(url)) return toMedia(parseDataUrl(url, path), path);
  if (/^https:\/\/\S+$/i.test(url)) return { kind: "image", source: { type: "url", url } };
  throw refuse(
    path,
    `${path} must be an https URL or a data URL. Anthropic fetches no other address and Prysm fetches none.`,
  );
}

/** The source of a `file_data`: a data URL, or bare base64 whose type the file's name or first bytes tell. */
export function readFileData(data: string, filename: string | null, path: string): MediaSource {
  if (/^data:/i.test(data)) return toMedia(parseDataUrl(data, path), path);
  if (data.startsWith(PDF_START) || filename?.toLowerCase().endsWith(".pdf")) {
    return toMedia({ mediaType: PDF, base64: cleanBase64(data, path) }, path);
  }
  throw refuse(path, `${path} must be a data URL such as data:application/pdf;base64,… .`);
}

interface InlineData {
  mediaType: string;
  base64: string;
}

function toMedia({ mediaType, base64 }: InlineData, path: string): MediaSource {
  if (IMAGE_TYPES.has(mediaType)) {
    return { kind: "image", source: { type: "base64", media_type: mediaType, data: base64 } };
  }
  if (mediaType === PDF) {
    return { kind: "document", source: { type: "base64", media_type: PDF, data: base64 } };
  }
  if (mediaType.startsWith("text/") || mediaType === "application/json") {
    const data = Buffer.from(base64, "base64").toString("utf8");
    if (isBlank(data)) throw refuse(path, `${path} holds no text.`);
    return { kind: "document", source: { type: "text", media_type: "text/plain", data } };
  }
  throw refuse(
    path,
    `${path} has the type ${shown(mediaType)}, which Anthropic does not accept. Send JPEG, PNG, GIF, WebP, PDF or text.`,
  );
}

function shown(mediaType: string): string {
  return mediaType === "" ? "(none)" : mediaType.slice(0, 64);
}

// RFC 2397 as clients write it: parameters before the marker, the marker in any case, line breaks in the payload.
function parseDataUrl(url: string, path: string): InlineData {
  const comma = url.indexOf(",");
  if (comma === -1) throw refuse(path, `${path} is a data URL without a comma before its data.`);
  const [type = "", ...parameters] = url.slice("data:".length, comma).split(";");
  const named = type.trim().toLowerCase();
  const mediaType = JPEG_MISNOMERS.has(named) ? "image/jpeg" : named;
  const payload = url.slice(comma + 1);
  const isBase64 = parameters.some((parameter) => parameter.trim().toLowerCase() === "base64");
  if (isBase64) return { mediaType, base64: cleanBase64(payload, path) };
  if (payload === "") throw refuse(path, `${path} is a data URL without data.`);
  return { mediaType, base64: percentDecoded(payload).toString("base64") };
}

function cleanBase64(payload: string, path: string): string {
  let data = payload;
  if (data.includes("%")) data = percentDecoded(data).toString("latin1");
  if (/\s/.test(data)) data = data.replace(/\s+/g, "");
  if (data.includes("-") || data.includes("_")) data = data.replace(/-/g, "+").replace(/_/g, "/");
  if (data === "") throw refuse(path, `${path} holds no data.`);
  return data;
}

function percentDecoded(payload: string): Buffer {
  const bytes = Buffer.from(payload, "utf8").toString("latin1");
  const decoded = bytes.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(decoded, "latin1");
}
