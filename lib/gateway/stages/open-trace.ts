import { newId, timeOfId } from "../../ids";
import type { Api } from "../../protocol/api";
import { type HeaderMap, parseCallContext } from "../../protocol/call-context";
import type { CallTrace } from "../call-trace";
import { CapturedBytes } from "../captured-bytes";
import type { GatewayDeps } from "../deps";
import { saysMoreUpstream } from "../forwardable-headers";
import type { GatewayRequest } from "../gateway-message";
import { headerNameTest } from "../header-names";

/** Headers that carry secrets or belong to the hop; they are not recorded. */
const isUnrecorded = headerNameTest(
  /^(.*authorization|cookie2?|(.*-)?(api-?key|auth|tokens?|secrets?|passwords?|credentials?|jwt|assertion)|x-pr(ysm|ism)-(upstream-)?key|x-pr(ysm|ism)-forward-headers|connection|host)$/,
);
const MAX_RECORDED_HEADER_LENGTH = 1_024;

/** Starts the record of a call. Nothing a client sends makes it fail. */
export function openTrace(request: GatewayRequest, api: Api, deps: GatewayDeps): CallTrace {
  const id = newId();
  const context = parseCallContext(request.headers);
  const trace: CallTrace = {
    id,
    receivedAtMs: timeOfId(id),
    startedAt: performance.now(),
    context,
    requestHeaders: recordableHeaders(request.headers),
    saysMoreUpstream: hasUpstreamHeader(request.headers),
    api,
    endpoint: api === "passthrough" ? endpointOf(request.path) : api,
    caller: null,
    keyPrefix: null,
    requestBody: null,
    bodyReadMs: 0,
    modelRequested: null,
    isStream: false,
    endUserId: context.endUserId,
    timeoutMs: Math.min(
      context.requestTimeoutMs ?? Number.POSITIVE_INFINITY,
      deps.limits.requestTimeoutMs,
    ),
    provider: null,
    providerKind: null,
    upstreamApi: null,
    model: null,
    attempts: [],
    upstreamStartedAt: null,
    upstreamHeadAt: null,
    upstreamEndedAt: null,
    localUsage: null,
    upstreamUsage: null,
    droppedParams: [],
    isOpenRecorded: false,
    isClosed: false,
    isClientGone: false,
    captured: {
      body: new CapturedBytes(),
      bytes: 0,
      isTruncated: false,
      chunkTimes: [],
      format: "none",
      responseHeaders: {},
    },
  };
  request.onClientGone(() => {
    trace.isClientGone = true;
  });
  return trace;
}

/** `/api/v1/audio/speech` is `audio.speech`; ids in a path are no part of its name. */
function endpointOf(path: string): string {
  const parts = path.replace(/^(?:\/api)?\/v1\//, "").split("/");
  const names = parts.filter((part) => /^[a-z][a-z_]{0,31}$/.test(part));
  return names.slice(0, 4).join(".") || path.slice(0, 64);
}

function hasUpstreamHeader(headers: HeaderMap): boolean {
  for (const name in headers) {
    if (saysMoreUpstream(name)) return true;
  }
  return false;
}

function recordableHeaders(headers: HeaderMap): Record<string, string> {
  const recorded: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined && !isUnrecorded(name)) {
      recorded[name] = value.slice(0, MAX_RECORDED_HEADER_LENGTH);
    }
  }
  return recorded;
}
