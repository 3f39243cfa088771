import type { ProviderCall, Upstream, UpstreamRequest } from "../provider";
import { invalidRequest } from "./invalid-request";
import { apiUrl, sharedHeaders } from "./upstream-call";

const VERSIONED = /^\/v\d+(?:alpha|beta)?\d*(?=\/)/;
const UPLOAD = "/upload/";
const DOTS = /(?:^|\/)(?:\.|%2e){1,2}(?:\/|$)/i;
/** Query parameters that Google's clients put a key into; here it would be the client's Prysm key. */
const SECRET_PARAMS = ["key", "access_token", "oauth_token"];

/** A call of Google's own API, word for word. */
export function buildPassthrough(call: ProviderCall, upstream: Upstream): UpstreamRequest {
  const { method, path, contentType } = call.raw ?? { method: "POST", path: "", contentType: null };
  return {
    method,
    url: urlOf(path, upstream),
    headers: {
      accept: "*/*",
      ...sharedHeaders(upstream, call.headers),
      ...(contentType === null ? {} : { "content-type": contentType }),
    },
    body: call.body,
    droppedParams: [],
    warnings: [],
  };
}

function urlOf(pathAndQuery: string, upstream: Upstream): string {
  const [path = "", ...query] = pathAndQuery.split("?");
  if (!path.startsWith("/") || DOTS.test(path) || /[\\\s#]/.test(path)) {
    throw invalidRequest(`The path ${path.slice(0, 256)} is no path of the Gemini API.`, "path");
  }
  const rest = withoutSecrets(query.join("?"));
  return fullUrl(path, upstream) + (rest === "" ? "" : `?${rest}`);
}

function fullUrl(path: string, upstream: Upstream): string {
  const isWhole = VERSIONED.test(path) || path.startsWith(UPLOAD);
  if (!isWhole) return apiUrl(upstream, path);
  return upstream.baseUrl.replace(/\/v\d+(?:alpha|beta)?\d*$/, "") + path;
}

function withoutSecrets(query: string): string {
  const kept = query.split("&").filter((pair) => {
    const [name = ""] = pair.split("=");
    return !SECRET_PARAMS.includes(decodeName(name));
  });
  return kept.join("&");
}

function decodeName(name: string): string {
  try {
    return decodeURIComponent(name).toLowerCase();
  } catch {
    return name;
  }
}
