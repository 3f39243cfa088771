import { expect, test } from "vitest";
import { parseRequestFilters } from "../../../lib/queries/requests";

test("known filters are read from either form of a URL's parameters", () => {
  const expected = { range: "24h", status: "error", model: "gpt-4o" };
  expect(parseRequestFilters({ ...expected, unknown: "x", provider: undefined })).toEqual(expected);
  expect(parseRequestFilters(new URLSearchParams(expected))).toEqual(expected);
});

test("values that make no sense are left out, never an error", () => {
  const filters = parseRequestFilters({
    range: "toString",
    from: "yesterday",
    status: "nope",
    key: "'; DROP TABLE traces; --",
    user: "a\0b",
    model: "",
    session: ["s-1", "s-2"],
  });
  expect(filters).toEqual({ session: "s-1" });
});
