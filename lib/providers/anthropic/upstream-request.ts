import type { ProviderCall, Upstream, UpstreamRequest } from "../provider";

const DEFAULT_VERSION = "2023-06-01";

/** What headers are made of: a call, or a request of the gateway's own. */
type HeaderSource = Partial<Pick<ProviderCall, "api" | "headers" | "isStream">>;

/** A POST of JSON to a path below `/v1`. */
export function upstreamRequest(
  call: HeaderSource,
  upstream: Upstream,
  path: string,
  body: Buffer,
): UpstreamRequest {
  return {
    method: "POST",
    url: upstreamUrl(upstream, path),
    headers: {
      "content-type": "application/json",
      accept: call.isStream ? "text/event-stream" : "application/json",
      ...anthropicHeaders(call, upstream),
    },
    body,
    droppedParams: [],
    warnings: [],
  };
}

/** Base URLs are written with and without `/v1`. */
export function upstreamUrl({ baseUrl }: Upstream, path: string): string {
  return baseUrl.endsWith("/v1") ? `${baseUrl}${path}` : `${baseUrl}/v1${path}`;
}

/** The headers that every request carries; those the operator configured come last and win. */
export function anthropicHeaders(call: HeaderSource, upstream: Upstream): Record<string, string> {
  const extra = Object.fromEntries(
    Object.entries(upstream.extraHeaders).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const betas = mergeLists(call.headers?.["anthropic-beta"], extra["anthropic-beta"]);
  return {
    // A compressed answer would have to be opened again to be read.
    "accept-encoding": "identity",
    "user-agent": "prysm",
    "anthropic-version": versionOf(call),
    ...(upstream.credential === null ? {} : { "x-api-key": upstream.credential }),
    ...extra,
    ...(betas === "" ? {} : { "anthropic-beta": betas }),
  };
}

// A translated call is written for one version of the API, whatever the client says of its own.
function versionOf({ api, headers }: HeaderSource): string {
  const asked = api === "chat.completions" ? undefined : headers?.["anthropic-version"];
  return asked || DEFAULT_VERSION;
}

function mergeLists(...lists: (string | undefined)[]): string {
  const entries = lists.flatMap((list) => list?.split(",") ?? []).map((entry) => entry.trim());
  return [...new Set(entries.filter((entry) => entry !== ""))].join(",");
}
