import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { askedDelayMs, isRetryableStatus, retryDelayMs } from "../../../lib/gateway/retry-policy";

const POLICY = { maxRetries: 3, baseDelayMs: 500, maxDelayMs: 8_000, maxRetryAfterMs: 20_000 };
const NOW_MS = Date.parse("2026-11-21T12:00:00Z");

describe("the wait before another try", () => {
  it("doubles from try to try, spread over its upper half", () => {
    expect([1, 2, 3].map((retry) => retryDelayMs(POLICY, retry, null, () => 1))).toEqual([
      500, 1_000, 2_000,
    ]);
    expect(retryDelayMs(POLICY, 2, null, () => 0)).toBe(500);
  });

  it("never grows beyond its cap", () => {
    const policy = { ...POLICY, maxRetries: 50 };
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (retry, random) => {
          const waitMs = retryDelayMs(policy, retry, null, () => random);
          return waitMs !== null && waitMs >= 250 && waitMs <= policy.maxDelayMs;
        },
      ),
    );
  });

  it("is not granted beyond the number of retries", () => {
    expect(retryDelayMs(POLICY, 4, null)).toBeNull();
    expect(retryDelayMs(POLICY, 4, 10)).toBeNull();
  });

  it("is what the upstream asks for, up to a cap beyond which the client is told instead", () => {
    expect(retryDelayMs(POLICY, 1, 7_000)).toBe(7_000);
    expect(retryDelayMs(POLICY, 1, 20_001)).toBeNull();
  });
});

describe("the wait an upstream asks for", () => {
  const cases: [string, Record<string, string>, number | null][] = [
    ["seconds", { "retry-after": "2" }, 2_000],
    ["fractions of seconds", { "retry-after": "0.25" }, 250],
    ["an HTTP date", { "retry-after": "Sat, 21 Nov 2026 12:00:05 GMT" }, 5_000],
    ["a date that has passed", { "retry-after": "Sat, 21 Nov 2026 11:00:00 GMT" }, 0],
    ["milliseconds, which win", { "retry-after": "9", "retry-after-ms": "120" }, 120],
    ["nothing", {}, null],
    ["nonsense", { "retry-after": "soon" }, null],
  ];
  it.each(cases)("case 98: is read from %s", (_name, headers, expected) => {
    expect(askedDelayMs(headers, NOW_MS)).toBe(expected);
  });
});

it("case 99: tries again where another try can help, and nowhere else", () => {
  const tried = [408, 409, 429, 500, 502, 503, 504, 529];
  const untried = [400, 401, 402, 403, 404, 405, 413, 418, 422, 501, 505];
  expect(tried.filter(isRetryableStatus)).toEqual(tried);
  expect(untried.filter(isRetryableStatus)).toEqual([]);
});
