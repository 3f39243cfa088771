import type { HeaderMap } from "../protocol/call-context";

/** One HTTP call as plain values, whichever server took it. */
export interface GatewayRequest {
  method: string;
  /** Without the query. */
  path: string;
  /** With its question mark; empty when there is none. */
  query: string;
  headers: HeaderMap;
  clientAddress: string;
  /** The whole body; rejects with `request_too_large` before holding more than `limitBytes`. */
  readBody(limitBytes: number): Promise<Buffer>;
  /** Calls back once if the client goes away before its answer is complete. */
  onClientGone(listener: () => void): void;
}

/** The answer as plain values. A stream's chunks go out as they come. */
export interface GatewayReply {
  status: number;
  headers: Record<string, string>;
  body: Buffer | AsyncIterable<Buffer>;
}
