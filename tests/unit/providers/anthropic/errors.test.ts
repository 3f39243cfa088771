import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mapRateLimitHeaders } from "../../../../lib/providers/anthropic/rate-limit-headers";
import { readError } from "../../../../lib/providers/anthropic/read-error";
import { ERRORS } from "../../../fixtures/anthropic/error-bodies";

const bodyOf = (error: unknown) => ({ type: "error", error, request_id: "req_011CSHoEeqs5C35K2" });

describe("readError", () => {
  it.each(ERRORS)("case 97: tells %s in the words of OpenAI", (_title, status, error, info) => {
    expect(readError(status, bodyOf(error))).toEqual(info);
  });

  it.each([
    ["a body that is no JSON", undefined],
    ["null", null],
    ["a string", "Bad Gateway"],
    ["an array", [{ error: {} }]],
    ["an object without an error", { message: "Not found" }],
    ["an error that is only a string", { error: "Not found" }],
  ])("case 103: leaves %s to the gateway", (_what, body) => {
    expect(readError(502, body)).toBeNull();
  });

  it("case 103: a message is cut at a length that a person reads", () => {
    const info = readError(500, bodyOf({ type: "api_error", message: "x".repeat(100_000) }));

    expect(info?.message).toBe(`${"x".repeat(2_000)}…`);
  });

  it("never throws, whatever JSON it is given", () => {
    fc.assert(
      fc.property(fc.integer(), fc.jsonValue(), (status, json) => {
        const infos = [readError(status, json), readError(status, bodyOf(json))];

        for (const info of infos) {
          expect(info === null || (info.message !== "" && info.type !== "")).toBe(true);
        }
      }),
    );
  });
});

describe("mapRateLimitHeaders", () => {
  it("case 98: gives Anthropic's rate limits the names that OpenAI's clients look for", () => {
    const mapped = mapRateLimitHeaders({
      date: "Thu, 21 Aug 2025 12:41:00 GMT",
      "anthropic-ratelimit-requests-limit": "1000",
      "anthropic-ratelimit-requests-remaining": "999",
      "anthropic-ratelimit-requests-reset": "2025-08-21T12:41:01Z",
      "anthropic-ratelimit-tokens-limit": "96000",
      "anthropic-ratelimit-tokens-remaining": "0",
      "anthropic-ratelimit-tokens-reset": "2025-08-21T12:42:30Z",
      "anthropic-ratelimit-input-tokens-limit": "80000",
      "anthropic-ratelimit-input-tokens-remaining": "80000",
      "anthropic-ratelimit-input-tokens-reset": "2025-08-21T12:40:59Z",
      "anthropic-ratelimit-output-tokens-limit": ["16000", "1"],
      "anthropic-ratelimit-output-tokens-remaining": "15000",
      "anthropic-ratelimit-output-tokens-reset": "2025-08-21T13:43:05Z",
      "request-id": "req_011CSLsW7mFqvHHnzrKdKjAE",
    });

    expect(mapped).toEqual({
      "x-ratelimit-limit-requests": "1000",
      "x-ratelimit-remaining-requests": "999",
      "x-ratelimit-reset-requests": "1s",
      "x-ratelimit-limit-tokens": "96000",
      "x-ratelimit-remaining-tokens": "0",
      "x-ratelimit-reset-tokens": "1m30s",
      "x-ratelimit-limit-input-tokens": "80000",
      "x-ratelimit-remaining-input-tokens": "80000",
      "x-ratelimit-reset-input-tokens": "0s",
      "x-ratelimit-limit-output-tokens": "16000",
      "x-ratelimit-remaining-output-tokens": "15000",
      "x-ratelimit-reset-output-tokens": "1h2m5s",
    });
  });

  it.each([
    ["no date to count from", { "anthropic-ratelimit-requests-reset": "2025-08-21T12:41:01Z" }],
    [
      "a reset that is no time",
      { date: "Thu, 21 Aug 2025 12:41:00 GMT", "anthropic-ratelimit-requests-reset": "soon" },
    ],
    ["a count that is none", { "anthropic-ratelimit-requests-limit": "many" }],
    ["limits that OpenAI has no name for", { "anthropic-ratelimit-unified-status": "allowed" }],
    ["no headers", {}],
  ])("case 98: says nothing it does not know: %s", (_what, headers) => {
    expect(mapRateLimitHeaders(headers)).toEqual({});
  });
});
