/** Where requests go, and the headers that subject needs. */
export interface Target {
  port: number;
  path: string;
  headers: Record<string, string>;
}

interface JobBase {
  target: Target;
  body: string;
  warmUpMs: number;
  durationMs: number;
}

/** Closed: each connection sends its next request when the last one is answered. */
export interface ClosedJob extends JobBase {
  mode: "closed";
  connections: number;
}

/** Open: requests leave on a fixed schedule, whether or not earlier ones are answered. */
export interface OpenJob extends JobBase {
  mode: "open";
  ratePerSecond: number;
}

export type LoadJob = ClosedJob | OpenJob;

export interface LoadResult {
  /** Answers with status 2xx, those of the warm-up included. */
  answered: number;
  failed: number;
  firstFailure: string | null;
  /** Answers with status 2xx per second of the measured time. */
  answeredPerSecond: number;
  /** From the scheduled time (open) or the send (closed) to the last byte, after the warm-up. */
  latenciesMs: number[];
  /** The same to the first byte of the body. */
  firstByteMs: number[];
  /** The `x-prysm-request-id` of every 2xx answer, where the subject sends one. */
  requestIds: string[];
}

export function requestBytes(target: Target, body: string): Buffer {
  const headers = Object.entries(target.headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(
    `POST ${target.path} HTTP/1.1\r\nhost: 127.0.0.1:${target.port}\r\ncontent-type: application/json\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\n${headers.join("")}\r\n${body}`,
  );
}
