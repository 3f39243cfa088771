import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { storableJson } from "../../../lib/db/storable-json";

describe("storableJson", () => {
  it("replaces NUL and lone surrogates, in keys too, and leaves everything else alone", () => {
    const value = { "k\u0000": "a\u0000b", s: "x\ud800y", pair: "🙂", literal: "\\u0000" };

    expect(JSON.parse(storableJson(value))).toEqual({
      "k␀": "a␀b",
      s: "x\ufffdy",
      pair: "🙂",
      literal: "\\u0000",
    });
  });

  it("is valid JSON of the same shape for any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const expected = text.toWellFormed().replaceAll("\u0000", "␀");

        expect(JSON.parse(storableJson(text))).toBe(expected);
      }),
    );
  });
});
