import { PrysmError } from "../../errors";
import type { JsonObject } from "../../protocol/json";
import { replaceModel } from "../../protocol/replace-model";
import { setField } from "../../protocol/set-field";
import type { ProviderCall, Upstream, UpstreamRequest } from "../provider";
import { applyRules } from "./apply-rules";
import { mustAskForUsage, optionsWithUsage } from "./ask-for-usage";
import type { RequestRules } from "./request-rules";

type Headers = Record<string, string>;

/** A call with a JSON body: the client's bytes, unless the model or the service's rules change them. */
export function jsonRequest(
  call: ProviderCall,
  upstream: Upstream,
  url: string,
  auth: Headers,
  rules: RequestRules | undefined,
): UpstreamRequest {
  const changed = rules && applyRules(call.json, call.model, rules);
  const asksForUsage = mustAskForUsage(call, rules);
  return {
    method: "POST",
    url,
    headers: jsonHeaders(call, auth, upstream),
    body: changed
      ? encode(changedJson(changed.json, call, asksForUsage))
      : bytesOf(call, asksForUsage),
    droppedParams: changed ? changed.droppedParams : [],
    warnings: [],
  };
}

/** A call of a path that Prysm does not know: method, query, type and bytes stay as they are. */
export function rawRequest(
  call: ProviderCall,
  upstream: Upstream,
  url: string,
  auth: Headers,
): UpstreamRequest {
  const own: Headers = { accept: call.isStream ? "text/event-stream" : "*/*" };
  if (call.raw?.contentType) own["content-type"] = call.raw.contentType;
  const isRenamed = typeof call.json.model === "string" && call.json.model !== call.model;
  return {
    method: call.raw?.method ?? "POST",
    url,
    headers: headersOf(own, call.headers, auth, upstream),
    body: isRenamed && call.model !== "" ? replaceModel(call.body, call.model) : call.body,
    droppedParams: [],
    warnings: [],
  };
}

/** The request that lists the models below a URL. */
export function modelsRequest(upstream: Upstream, url: string, auth: Headers): UpstreamRequest {
  return {
    method: "GET",
    url,
    headers: headersOf({ accept: "application/json" }, {}, auth, upstream),
    body: Buffer.alloc(0),
    droppedParams: [],
    warnings: [],
  };
}

const KNOWN = new WeakMap<Upstream, { whole?: Headers; stream?: Headers }>();

// Mostly a client adds nothing, and an upstream's settings are one object until they change.
function jsonHeaders(call: ProviderCall, auth: Headers, upstream: Upstream): Headers {
  const { headers: passed, isStream } = call;
  const own = {
    "content-type": "application/json",
    accept: isStream ? "text/event-stream" : "application/json",
  };
  for (const _name in passed) return headersOf(own, passed, auth, upstream);
  const known = KNOWN.get(upstream) ?? {};
  KNOWN.set(upstream, known);
  const form = isStream ? "stream" : "whole";
  known[form] ??= headersOf(own, passed, auth, upstream);
  return known[form];
}

function headersOf(
  own: Headers,
  passed: Readonly<Headers>,
  auth: Headers,
  upstream: Upstream,
): Headers {
  const headers: Headers = {
    ...own,
    // A compressed answer would have to be opened again to be recorded.
    "accept-encoding": "identity",
    "user-agent": "prysm",
    ...passed,
    ...auth,
  };
  for (const [name, value] of Object.entries(upstream.extraHeaders)) {
    headers[name.toLowerCase()] = value;
  }
  return headers;
}

function changedJson(json: JsonObject, { model }: ProviderCall, asksForUsage: boolean): JsonObject {
  const fields = { ...json, model };
  return asksForUsage ? { ...fields, stream_options: optionsWithUsage(json) } : fields;
}

function bytesOf(call: ProviderCall, asksForUsage: boolean): Buffer {
  const { json, model } = call;
  const body = json.model === model ? call.body : replaceModel(call.body, model);
  if (!asksForUsage) return body;
  return setField(body, "stream_options", JSON.stringify(optionsWithUsage(json)));
}

function encode(json: object): Buffer {
  try {
    return Buffer.from(JSON.stringify(json));
  } catch (thrown) {
    const message = "The body is nested too deeply. Send it with fewer levels.";
    throw new PrysmError("invalid_request", message, { cause: thrown });
  }
}
