import type { ProviderCall, Upstream, UpstreamRequest } from "../provider";
import { invalidRequest } from "./invalid-request";
import { encodeJson } from "./raw-json";
import type { RequestNotes } from "./request-notes";

const API_VERSION = "v1beta";
const VERSIONED = /\/v\d+(?:alpha|beta)?\d*$/;
/** Headers of other vendors' APIs that mean nothing to Google's. */
const FOREIGN_HEADER = /^(?:anthropic|openai)-/;

/** The URL of a path below the API's version, which a base URL may end in or leave out. */
export function apiUrl(upstream: Upstream, path: string): string {
  const { baseUrl } = upstream;
  return VERSIONED.test(baseUrl) ? `${baseUrl}${path}` : `${baseUrl}/${API_VERSION}${path}`;
}

/** The URL of a method of a model: `models/gemini-2.5-flash`, `generateContent`. */
export function methodUrl(upstream: Upstream, resource: string, method: string): string {
  const slash = resource.indexOf("/");
  return apiUrl(
    upstream,
    `/${resource.slice(0, slash)}/${encodeModel(resource.slice(slash + 1))}:${method}`,
  );
}

function encodeModel(name: string): string {
  try {
    return encodeURIComponent(name);
  } catch {
    throw invalidRequest("model holds half of a surrogate pair, which no URL can.", "model");
  }
}

export function jsonRequest(
  call: ProviderCall,
  upstream: Upstream,
  url: string,
  body: object,
  { droppedParams, warnings }: RequestNotes,
): UpstreamRequest {
  return {
    method: "POST",
    url,
    headers: {
      ...sharedHeaders(upstream, call.headers),
      "content-type": "application/json",
      accept: call.isStream ? "text/event-stream" : "application/json",
    },
    body: Buffer.from(encodeJson(body)),
    droppedParams,
    warnings,
  };
}

/** Headers of every request. The credential is a header, so that no log of URLs ever holds it. */
export function sharedHeaders(
  upstream: Upstream,
  passed: ProviderCall["headers"] = {},
): Record<string, string> {
  const own = Object.entries(passed).filter(([name]) => !FOREIGN_HEADER.test(name));
  const extra = Object.entries(upstream.extraHeaders).map(([name, value]) => [
    name.toLowerCase(),
    value,
  ]);
  return {
    "user-agent": "prysm",
    ...Object.fromEntries(own),
    ...Object.fromEntries(extra),
    // A compressed answer would have to be opened again to be read.
    "accept-encoding": "identity",
    ...(upstream.credential === null ? {} : { "x-goog-api-key": upstream.credential }),
  };
}
