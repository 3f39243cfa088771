import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readError } from "../../../../lib/providers/openai/read-error";
import { ERROR_BODIES, WORDLESS_BODIES } from "../../../fixtures/openai/error-bodies";

describe("readError", () => {
  it.each(ERROR_BODIES)("reads what $from says", ({ status, body, expected }) => {
    expect(readError(status, body)).toEqual(expected);
  });

  it.each(WORDLESS_BODIES.map((body) => [body]))("finds no words in %j", (body) => {
    expect(readError(500, body)).toBeNull();
  });

  it("stops at a body that is nested without end", () => {
    let body: unknown = "deep";
    for (let level = 0; level < 50_000; level++) body = { message: body };

    expect(readError(400, body)).toBeNull();
  });

  it("takes any JSON without an exception", () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 599 }), fc.jsonValue(), (status, body) => {
        const info = readError(status, body);
        expect(info === null || info.message.trim() !== "").toBe(true);
      }),
    );
  });
});
