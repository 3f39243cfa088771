import { isObject, type JsonObject } from "../../protocol/json";

/**
 * A citation as an annotation of the text from `startIndex` to `endIndex` (exclusive), which is the text
 * block it belongs to. Null for citations of documents, which have no URL.
 */
export function toAnnotation(
  citation: unknown,
  startIndex: number,
  endIndex: number,
): JsonObject | null {
  if (!isObject(citation)) return null;
  const url = urlOf(citation);
  if (url === null) return null;
  const { title, cited_text } = citation;
  return {
    type: "url_citation",
    url_citation: {
      start_index: startIndex,
      end_index: endIndex,
      url,
      title: typeof title === "string" ? title : "",
      ...(typeof cited_text === "string" ? { content: cited_text } : {}),
    },
  };
}

function urlOf({ url, source }: JsonObject): string | null {
  if (typeof url === "string") return url;
  // The source of a search result is whatever the caller named it, often a URL.
  return typeof source === "string" && /^https?:\/\//i.test(source) ? source : null;
}
