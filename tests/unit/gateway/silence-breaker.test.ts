import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { SilenceBreaker } from "../../../lib/gateway/silence-breaker";

const EVENT_STREAM = { "content-type": "text/event-stream; charset=utf-8" };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function saidAfter(...chunks: string[]): string {
  let said = "";
  const silence = new SilenceBreaker(EVENT_STREAM, (comment) => {
    said += comment.toString();
  });
  for (const chunk of chunks) silence.passed(Buffer.from(chunk));
  vi.advanceTimersByTime(40_000);
  silence.stop();
  return said;
}

it("says something when nothing has passed for a while", () => {
  expect(saidAfter()).toBe(": keep-alive\n");
  expect(saidAfter("data: 1\n")).toBe(": keep-alive\n");
});

it.each([["data: 1\n\ndata: {"], ["data: 1\r"]])("never breaks a line: %j", (chunk) => {
  expect(saidAfter(chunk)).toBe("");
});
