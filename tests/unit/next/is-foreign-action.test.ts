import { expect, test } from "vitest";
import { isForeignAction } from "../../../lib/next/is-foreign-action";

const ACTION = { "next-action": "7f", host: "127.0.0.1:3001", "x-forwarded-host": "prysm.test" };

test.each([
  ["https://prysm.test", false],
  ["https://prysm.test:8443", true],
  ["https://evil.test", true],
  ["null", true],
  ["nonsense", true],
  [undefined, false],
])("an action asked for by %s: foreign is %s", (origin, isForeign) => {
  expect(isForeignAction("POST", origin === undefined ? ACTION : { ...ACTION, origin })).toBe(
    isForeign,
  );
});

test("what is no action, or came past no proxy, is judged by its own headers", () => {
  expect(isForeignAction("POST", { host: "prysm.test", origin: "https://evil.test" })).toBe(false);
  expect(isForeignAction("GET", { ...ACTION, origin: "https://evil.test" })).toBe(false);
  const direct = { "next-action": "7f", host: "prysm.test", origin: "http://prysm.test" };
  expect(isForeignAction("POST", direct)).toBe(false);
});
