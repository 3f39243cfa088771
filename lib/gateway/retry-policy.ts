export interface RetryPolicy {
  maxRetries: number;
  baseDelayMs: number;
  maxDelayMs: number;
  /** An upstream that asks for a longer wait gets none: the client is told instead. */
  maxRetryAfterMs: number;
}

const RETRYABLE = new Set([408, 409, 429, 500, 502, 503, 504, 529]);

export function isRetryableStatus(status: number): boolean {
  return RETRYABLE.has(status);
}

/**
 * How long to wait before the next try; null when there must be none. `retry` counts from 1. Exponential
 * with jitter over the upper half, so that clients cut off together do not come back together.
 */
export function retryDelayMs(
  policy: RetryPolicy,
  retry: number,
  askedMs: number | null,
  random: () => number = Math.random,
): number | null {
  if (retry > policy.maxRetries) return null;
  if (askedMs !== null) return askedMs <= policy.maxRetryAfterMs ? askedMs : null;
  const ceiling = Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** (retry - 1));
  return ceiling * (0.5 + random() / 2);
}

/** The wait an upstream asks for: `retry-after-ms`, or `retry-after` in seconds or as an HTTP date. */
export function askedDelayMs(
  headers: Readonly<Record<string, string | string[] | undefined>>,
  nowMs: number,
): number | null {
  const milliseconds = Number(one(headers["retry-after-ms"]) ?? Number.NaN);
  if (milliseconds >= 0) return milliseconds;
  const after = one(headers["retry-after"])?.trim();
  if (!after) return null;
  if (/^\d+(\.\d+)?$/.test(after)) return Number(after) * 1_000;
  const atMs = Date.parse(after);
  return Number.isNaN(atMs) ? null : Math.max(0, atMs - nowMs);
}

function one(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
