import type { Api } from "../protocol/api";
import type { JsonObject } from "../protocol/json";
import type { SseEvent } from "../protocol/sse";

/**
 * The provider interface: how one kind of upstream is spoken to. A provider is pure. It says what to send
 * and how to read what comes back; one stage, lib/gateway/stages/forward.ts, does the I/O.
 */

/** A call as the provider sees it. */
export interface ProviderCall {
  /** The trace id of the call; unique. */
  id: string;
  receivedAtMs: number;
  /** Whose shape `json` and `body` have, and the answer must get. */
  api: Api;
  /** What the upstream is asked to run, prefix removed. */
  model: string;
  /** The parsed body, not to be changed; empty for a body that is no JSON. */
  json: JsonObject;
  /** The same as bytes; the client's own unless the call was bridged from another API. */
  body: Buffer;
  isStream: boolean;
  /** The client's headers that may be passed on, lower-case (`anthropic-beta`, `openai-beta`, …). */
  headers: Readonly<Record<string, string>>;
  /** Method, path below the mount (`/audio/speech`) with its query, and type of a call that passes through. */
  raw: { method: string; path: string; contentType: string | null } | null;
}

/** Where a call can go: a configured upstream. */
export interface Upstream {
  /** What calls say: `x-prysm-provider: name`, `name/model`. */
  name: string;
  /** Id of an entry in lib/providers/index.ts. */
  kind: string;
  /** Without a trailing slash; empty for a provider that answers by itself. */
  baseUrl: string;
  /** In the clear, in memory only. */
  credential: string | null;
  defaultModel: string | null;
  /** Models this upstream serves; empty when nobody has listed them. */
  models: readonly string[];
  /** Sent with every call, in the clear, in memory only. */
  extraHeaders: Readonly<Record<string, string>>;
  /** `api-version` of an Azure resource; null elsewhere. */
  apiVersion: string | null;
  /** Replaces the gateway's first-byte timeout for this upstream. */
  timeoutMs: number | null;
  /** The operator's own: its address is not checked. */
  isTrusted: boolean;
}

export interface UpstreamRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: Buffer;
  /** Parameters of the client's that this upstream cannot honour and that were left out (`logit_bias`). */
  droppedParams: string[];
  /** What was changed in the client's meaning, in a sentence each (`temperature: clamped to 1`). */
  warnings: string[];
}

/** Reads one answer of an upstream that does not speak the call's API itself. One object per attempt. */
export interface AnswerReader {
  /** A whole 2xx answer in the API's shape. Throws PrysmError `bad_gateway` for a body that is none. */
  whole(body: unknown): JsonObject;
  /**
   * The objects of the API's stream that one event of the upstream's makes, in order; often none.
   * Throws UpstreamErrorEvent when the event reports an error.
   */
  event(event: SseEvent): JsonObject[];
  /** What is left to say when the upstream closed the stream; throws PrysmError `upstream_died` when it was cut. */
  end(): JsonObject[];
  /** The upstream said that the stream ends here: a connection that breaks now takes nothing away. */
  isDone?(): boolean;
  /** The provider's own usage object, as it came; null while there was none. */
  usage(): JsonObject | null;
}

/** How a provider serves one API. */
export interface ProviderEndpoint {
  /** Throws PrysmError 400 with `param` for what cannot be said to this upstream. */
  buildRequest(call: ProviderCall, upstream: Upstream): UpstreamRequest;
  /** Absent where the upstream speaks the API itself: its answer passes byte by byte. */
  readAnswer?(call: ProviderCall): AnswerReader;
  /** Mends a whole answer that passes otherwise untouched; returns the same bytes when nothing is wrong. */
  repairWhole?(call: ProviderCall, body: Buffer): Buffer;
  /** The same for a stream. */
  repairStream?(call: ProviderCall): StreamRepairer;
}

/** Mends whole lines of a stream on their way; the same bytes come back when nothing is wrong. */
export interface StreamRepairer {
  push(lines: Buffer): Buffer;
  end(): Buffer;
  /** The provider's usage object, where it was taken out of the stream. */
  usage?(): JsonObject | null;
}

/** What an upstream's error answer says, in the words of the OpenAI API. */
export interface UpstreamErrorInfo {
  message: string;
  type: string;
  code: string | null;
  param: string | null;
}

/** An answer made in process, in the shape of an HTTP answer. */
export interface LocalAnswer {
  status: number;
  headers: Record<string, string>;
  /** What the answer counts, also where the client did not ask a stream to say it. */
  usage: { promptTokens: number; completionTokens: number } | null;
  /** Throws to play an upstream that dies mid-answer. Stops when `signal` aborts. */
  chunks(signal: AbortSignal): AsyncIterable<Buffer>;
  /** Goes into `x-prysm-warnings` and the trace. */
  warnings?: readonly string[];
}

interface ProviderFacts {
  /** Stable id, kept in the database as the kind of a project's provider. */
  id: string;
  label: string;
  /** Names of models that belong to this kind wherever no provider is named; null when there are none. */
  modelFamily: RegExp | null;
}

/** An upstream behind HTTP. */
export interface HttpProvider extends ProviderFacts {
  transport: "http";
  /** Base URL of the public service; null when every installation has its own. */
  defaultBaseUrl: string | null;
  needsCredential: boolean;
  /** The wire format, which decides the error shape and the fake upstream that tests use. */
  wire: "openai" | "anthropic" | "gemini";
  endpoints: Readonly<Partial<Record<Api, ProviderEndpoint>>>;
  /** The request that lists the upstream's models. */
  buildModelsRequest(upstream: Upstream): UpstreamRequest;
  /** Model ids in a models answer; empty for a body that is none. */
  readModels(body: unknown): string[];
  /** Reads an error body; null when it is not in the provider's shape. `body` is undefined where it was no JSON. */
  readError(status: number, body: unknown): UpstreamErrorInfo | null;
  /** The wait an error body asks for, where the wire format says it there and not in a header. */
  readRetryDelayMs?(body: unknown): number | null;
}

/** A provider that answers in process. */
export interface LocalProvider extends ProviderFacts {
  transport: "local";
  models: readonly string[];
  answers: Readonly<Partial<Record<Api, (call: ProviderCall) => LocalAnswer>>>;
}

export type Provider = HttpProvider | LocalProvider;
