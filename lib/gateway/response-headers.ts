import type { IncomingHttpHeaders } from "node:http";
import { dialectOf } from "../protocol/error-body";
import { mapRateLimitHeaders } from "../providers/anthropic/rate-limit-headers";
import type { UpstreamAnswer } from "./attempt";
import { type CallTrace, elapsedMs, overheadMs } from "./call-trace";
import { headerNameTest } from "./header-names";

/** Upstream headers that describe its connection or its own site; the rest are the client's to see. */
const isHopOrSite = headerNameTest(
  /^(connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|content-length|content-encoding|set-cookie.*|date|server|via|alt-svc|strict-transport-security|access-control-.*|cross-origin-.*|content-security-policy.*|x-frame-options|x-powered-by|location|x-request-id|x-pr(?:ysm|ism)-.*|cf-.*|nel|report-to)$/,
);

/** A client chooses how many names there are; proxies refuse long headers. */
const MAX_LIST_LENGTH = 2_048;
const PLAIN = /^[\x20-\x7e]*$/;
const UNSENDABLE = /[^\t\x20-\x7e\x80-\xff]/;

/** The upstream's headers that may be passed on, `x-request-id` under a name of its own. */
export function passedHeaders(upstream: IncomingHttpHeaders): Record<string, string> {
  const passed: Record<string, string> = {};
  // A header that came twice is a list, whatever its type says.
  const hopNames = String(upstream.connection ?? "")
    .toLowerCase()
    .split(/\s*,\s*/);
  for (const name in upstream) {
    const value = upstream[name];
    if (value === undefined || isHopOrSite(name) || hopNames.includes(name)) continue;
    const text = typeof value === "string" ? value : value.join(", ");
    if (!UNSENDABLE.test(text)) passed[name] = text;
  }
  const requestId = upstream["x-request-id"];
  if (typeof requestId === "string" && !UNSENDABLE.test(requestId)) {
    passed["x-prysm-upstream-request-id"] = requestId;
  }
  return passed;
}

/** What every event stream says of itself, so that nothing on the way holds it back. */
export const STREAM_HEADERS: Readonly<Record<string, string>> = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-cache, no-transform",
  "x-accel-buffering": "no",
};

/** Adds the upstream's limits under the names the client's dialect knows. */
export function withRateLimits(
  headers: Record<string, string>,
  answer: UpstreamAnswer,
  trace: CallTrace,
): Record<string, string> {
  const { provider } = answer.target;
  const isForeign =
    provider.transport === "http" &&
    provider.wire === "anthropic" &&
    dialectOf(trace.api) === "openai";
  return isForeign ? Object.assign(headers, mapRateLimitHeaders(answer.headers)) : headers;
}

/** Adds what every answer of the gateway says about itself (CONTRACT.md section 3). */
export function addPrysmHeaders(headers: Record<string, string>, trace: CallTrace): void {
  const { context } = trace;
  headers["x-request-id"] = trace.id;
  headers["x-prysm-request-id"] = trace.id;
  headers["x-prysm-trace-id"] = context.runId === null ? trace.id : asHeaderValue(context.runId);
  headers["x-prysm-latency-ms"] = String(elapsedMs(trace));
  headers["x-prysm-overhead-ms"] = String(overheadMs(trace));
  headers["x-prysm-timeout-ms"] = String(trace.timeoutMs);
  if (trace.provider !== null) headers["x-prysm-provider"] = asHeaderValue(trace.provider);
  if (trace.model !== null) headers["x-prysm-model-used"] = asHeaderValue(trace.model);
  if (context.warnings.length > 0) {
    headers["x-prysm-warnings"] = asHeaderValue(
      context.warnings.join("; ").slice(0, MAX_LIST_LENGTH),
    );
  }
  if (trace.droppedParams.length > 0) {
    headers["x-prysm-dropped-params"] = asHeaderValue(
      trace.droppedParams.join(", ").slice(0, MAX_LIST_LENGTH),
    );
  }
  if (context.usesPrismNames) addPrismTwins(headers);
}

function addPrismTwins(headers: Record<string, string>): void {
  for (const [name, value] of Object.entries(headers)) {
    if (name.startsWith("x-prysm-")) headers[name.replace("x-prysm-", "x-prism-")] = value;
  }
}

// Header values are bytes; what a client put into its own names must not break ours.
function asHeaderValue(value: string): string {
  if (PLAIN.test(value)) return value;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it removes
  const clean = value.replace(/[\x00-\x1f\x7f]/g, " ");
  return Buffer.from(clean, "utf8").toString("latin1");
}
