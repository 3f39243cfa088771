import type { ChatRequest } from "../protocol/chat";

/**
 * The provider interface: how one kind of upstream is spoken to. A provider is pure. It says what to
 * send; one stage, lib/gateway/stages/forward.ts, does the I/O.
 */

/** A call as the provider sees it. */
export interface ProviderCall {
  /** The trace id of the call; unique. */
  id: string;
  receivedAtMs: number;
  /** What the upstream is asked to run, prefix removed. */
  model: string;
  chat: ChatRequest;
  /** The client's bytes. */
  body: Buffer;
}

/** Where a call can go: a configured upstream. */
export interface Upstream {
  /** What calls say: `x-prysm-provider: name`, `name/model`. */
  name: string;
  kind: string;
  /** Without a trailing slash; empty for a provider that answers by itself. */
  baseUrl: string;
  /** In the clear, in memory only. */
  credential: string | null;
  defaultModel: string | null;
  /** Replaces the gateway's first-byte timeout for this upstream. */
  timeoutMs: number | null;
}

export interface UpstreamRequest {
  url: string;
  headers: Record<string, string>;
  body: Buffer;
}

/** An answer made in process, in the shape of an HTTP answer. */
export interface LocalAnswer {
  status: number;
  headers: Record<string, string>;
  /** What the answer counts, also where the client did not ask a stream to say it. */
  usage: { promptTokens: number; completionTokens: number } | null;
  /** Throws to play an upstream that dies mid-answer. Stops when `signal` aborts. */
  chunks(signal: AbortSignal): AsyncIterable<Buffer>;
}

interface ProviderFacts {
  /** Stable id, kept in the database as the kind of a project's provider. */
  id: string;
  label: string;
}

/** An upstream behind HTTP. */
export interface HttpProvider extends ProviderFacts {
  transport: "http";
  buildChatRequest(call: ProviderCall, upstream: Upstream): UpstreamRequest;
}

/** A provider that answers in process. */
export interface LocalProvider extends ProviderFacts {
  transport: "local";
  models: readonly string[];
  answerChat(call: ProviderCall): LocalAnswer;
}

export type Provider = HttpProvider | LocalProvider;
