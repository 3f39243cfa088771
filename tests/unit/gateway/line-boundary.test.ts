import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LineBoundary } from "../../../lib/gateway/line-boundary";

describe("LineBoundary", () => {
  it("lets whole lines out at once and keeps a half one", () => {
    const lines = new LineBoundary();

    expect(lines.push(Buffer.from("data: a\n\nda")).toString()).toBe("data: a\n\n");
    expect(lines.push(Buffer.from("ta: b")).toString()).toBe("");
    expect(lines.push(Buffer.from("\n\n")).toString()).toBe("data: b\n\n");
  });

  it("passes every byte on, in order, and never half a line before the end", () => {
    const chunk = fc.string({ unit: fc.constantFrom("a", "é", "\n", "\r", " ") });
    fc.assert(
      fc.property(fc.array(chunk), (chunks) => {
        const lines = new LineBoundary();

        const out = chunks.map((part) => lines.push(Buffer.from(part)).toString("latin1"));

        for (const part of out) expect(part).toMatch(/^$|[\n\r]$/);
        const whole = out.join("") + lines.rest().toString("latin1");
        expect(whole).toBe(Buffer.from(chunks.join("")).toString("latin1"));
      }),
    );
  });

  it("gives up waiting for the end of an absurdly long line", () => {
    const lines = new LineBoundary();
    const half = Buffer.alloc(600 * 1024, "x");

    expect(lines.push(half)).toHaveLength(0);
    expect(lines.push(half)).toHaveLength(half.length * 2);
  });
});
