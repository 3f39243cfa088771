import type { IncomingHttpHeaders } from "node:http";
import { brotliDecompressSync, gunzipSync, inflateSync } from "node:zlib";
import { Agent, request } from "undici";
import { PrysmError } from "../errors";
import { parseJson } from "../protocol/json";
import type { UpstreamRequest } from "../providers/provider";
import { requirePublicHost } from "./check-upstream-host";
import { connectionProblem } from "./connection-problem";
import { guardedLookup } from "./guarded-lookup";

const MAX_BODY_BYTES = 8 * 1024 * 1024;

export interface UpstreamReply {
  status: number;
  /** Where a redirect points; null without one. It is not followed. */
  location: string | null;
  /** The parsed body; undefined when it is no JSON. */
  json: unknown;
  text: string;
  /** From the start of the request to the end of the answer. */
  latencyMs: number;
}

export interface AskOptions {
  timeoutMs: number;
  /** Only upstreams on the public internet may be asked. */
  isGuarded: boolean;
}

/**
 * One request outside of the gateway, on a connection of its own, answered whole. Throws `timeout`,
 * `bad_gateway` or `blocked_address` in words for the person who configured the upstream.
 */
export async function askUpstream(
  { url, method, headers, body }: UpstreamRequest,
  { timeoutMs, isGuarded }: AskOptions,
): Promise<UpstreamReply> {
  if (isGuarded) requirePublicHost(url);
  const dispatcher = new Agent({
    connect: { timeout: timeoutMs, ...(isGuarded ? { lookup: guardedLookup } : {}) },
    maxResponseSize: MAX_BODY_BYTES,
  });
  const startedAt = performance.now();
  try {
    const answer = await request(url, {
      method: method as "GET",
      headers,
      body: body.length > 0 ? body : null,
      dispatcher,
      signal: AbortSignal.timeout(timeoutMs),
    });
    const bytes = Buffer.from(await answer.body.arrayBuffer());
    const latencyMs = performance.now() - startedAt;
    const text = decode(bytes, answer.headers).toString();
    const location = answer.headers.location?.toString() ?? null;
    return { status: answer.statusCode, location, json: parseJson(text), text, latencyMs };
  } catch (thrown) {
    if (thrown instanceof PrysmError) throw thrown;
    throw connectionProblem(thrown, new URL(url).host, timeoutMs);
  } finally {
    await dispatcher.destroy();
  }
}

const DECODERS: Readonly<Record<string, typeof gunzipSync>> = {
  gzip: gunzipSync,
  "x-gzip": gunzipSync,
  deflate: inflateSync,
  br: brotliDecompressSync,
};

// Upstreams are asked not to compress; some do all the same.
function decode(bytes: Buffer, headers: IncomingHttpHeaders): Buffer {
  const decoder = DECODERS[String(headers["content-encoding"] ?? "").toLowerCase()];
  return decoder ? decoder(bytes, { maxOutputLength: MAX_BODY_BYTES }) : bytes;
}
