import { isObject, type JsonObject, nameOf } from "../../protocol/json";
import { invalidRequest } from "./invalid-request";
import type { Losses } from "./losses";
import type { PlacedBlock } from "./turns";

const IMAGE_TYPES = new Set(["image/jpeg", "image/png", "image/gif", "image/webp"]);
const IMAGE_FIELDS = new Set(["type", "source"]);
const DOCUMENT_FIELDS = new Set(["type", "source", "title", "context"]);
const SEARCH_RESULT_FIELDS = new Set(["type", "source", "title", "content"]);

export function textPart(text: string): JsonObject {
  return { type: "text", text };
}

/** An image block as an `image_url` part. */
export function toImagePart({ block, path }: PlacedBlock, losses: Losses): JsonObject {
  losses.dropRest(block, IMAGE_FIELDS);
  const source = requireSource(block, path);
  if (source.type === "base64") return imageUrl(dataUrlOf(source, `${path}.source`));
  if (source.type === "url") return imageUrl(requireText(source.url, `${path}.source.url`));
  throw unsupportedSource(source.type, `${path}.source`, "base64 or url");
}

/** A document as parts: a file where it is a PDF, text (and images) where it is text. */
export function toDocumentParts({ block, path }: PlacedBlock, losses: Losses): JsonObject[] {
  losses.dropRest(block, DOCUMENT_FIELDS);
  const source = requireSource(block, path);
  switch (source.type) {
    case "base64":
      return pdfParts(block, source, `${path}.source`);
    case "text": {
      const text = requireText(source.data, `${path}.source.data`);
      return [textPart(framed("document", [...labels(block), text]))];
    }
    case "content":
      return contentParts(block, source.content, `${path}.source.content`, losses);
    default:
      throw unsupportedSource(source.type, `${path}.source`, "base64, text or content");
  }
}

/** A search result as the text it holds. */
export function toSearchResultText({ block, path }: PlacedBlock, losses: Losses): string {
  losses.dropRest(block, SEARCH_RESULT_FIELDS);
  const content = Array.isArray(block.content) ? block.content : [];
  const texts = content.map((part, place) => {
    if (isObject(part) && part.type === "text" && typeof part.text === "string") return part.text;
    throw invalidRequest(`${path}.content[${place}]`, "A search result holds text blocks only.");
  });
  const source = typeof block.source === "string" ? [`<source>${block.source}</source>`] : [];
  return framed("search_result", [...labels(block), ...source, ...texts]);
}

function dataUrlOf(source: JsonObject, path: string): string {
  const given = typeof source.media_type === "string" ? source.media_type.toLowerCase() : "";
  const mediaType = given === "image/jpg" ? "image/jpeg" : given;
  if (!IMAGE_TYPES.has(mediaType)) {
    const found = JSON.stringify(given.slice(0, 64));
    const message = `Images of the type ${found} are not supported. Send JPEG, PNG, GIF or WebP.`;
    throw invalidRequest(`${path}.media_type`, message);
  }
  return `data:${mediaType};base64,${requireText(source.data, `${path}.data`)}`;
}

function imageUrl(url: string): JsonObject {
  return { type: "image_url", image_url: { url } };
}

// A file part needs a name, and upstreams tell the format by its ending.
function pdfParts(block: JsonObject, source: JsonObject, path: string): JsonObject[] {
  if (source.media_type !== "application/pdf") {
    const found = JSON.stringify(String(source.media_type).slice(0, 64));
    const message = `Documents of the type ${found} are not supported. Send application/pdf, or text with a source of the type text.`;
    throw invalidRequest(`${path}.media_type`, message);
  }
  const title = typeof block.title === "string" && block.title !== "" ? block.title : "document";
  const filename = title.toLowerCase().endsWith(".pdf") ? title : `${title}.pdf`;
  const data = requireText(source.data, `${path}.data`);
  const file = { filename, file_data: `data:application/pdf;base64,${data}` };
  const context = typeof block.context === "string" ? [textPart(block.context)] : [];
  return [...context, { type: "file", file }];
}

function contentParts(
  block: JsonObject,
  content: unknown,
  path: string,
  losses: Losses,
): JsonObject[] {
  if (typeof content === "string") {
    return [textPart(framed("document", [...labels(block), content]))];
  }
  if (!Array.isArray(content)) {
    throw invalidRequest(path, `${path} must be a string or an array, not ${nameOf(content)}.`);
  }
  const texts: string[] = [];
  const images: JsonObject[] = [];
  content.forEach((part, place) => {
    const placed = { block: isObject(part) ? part : {}, path: `${path}[${place}]` };
    if (placed.block.type === "image") images.push(toImagePart(placed, losses));
    else if (typeof placed.block.text === "string") texts.push(placed.block.text);
    else throw invalidRequest(placed.path, "A document holds text and image blocks only.");
  });
  return [textPart(framed("document", [...labels(block), ...texts])), ...images];
}

function labels(block: JsonObject): string[] {
  return ["title", "context"].flatMap((name) => {
    const value = block[name];
    return typeof value === "string" && value !== "" ? [`<${name}>${value}</${name}>`] : [];
  });
}

function framed(name: string, lines: string[]): string {
  return [`<${name}>`, ...lines, `</${name}>`].join("\n");
}

function requireSource(block: JsonObject, path: string): JsonObject {
  if (isObject(block.source)) return block.source;
  const message = `${path}.source must be an object, not ${nameOf(block.source)}.`;
  throw invalidRequest(`${path}.source`, message);
}

function requireText(value: unknown, path: string): string {
  if (typeof value === "string" && value !== "") return value;
  const found = value === "" ? "empty" : nameOf(value);
  throw invalidRequest(path, `${path} must be a string with content, not ${found}.`);
}

function unsupportedSource(type: unknown, path: string, supported: string) {
  const found = typeof type === "string" ? JSON.stringify(type.slice(0, 64)) : nameOf(type);
  const reason =
    type === "file" || type === "url"
      ? "The upstream of this call cannot fetch it"
      : "It is not known";
  const message = `${path}.type ${found} is not supported here. ${reason}; send the content as ${supported}.`;
  return invalidRequest(`${path}.type`, message);
}
