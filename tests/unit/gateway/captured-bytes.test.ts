import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CapturedBytes } from "../../../lib/gateway/captured-bytes";

describe("CapturedBytes", () => {
  it("gives back what was appended, in order, whatever the sizes", () => {
    const size = fc.oneof(fc.nat(300), fc.integer({ min: 3_000, max: 9_000 }));
    fc.assert(
      fc.property(fc.array(size, { maxLength: 80 }), (sizes) => {
        const captured = new CapturedBytes();
        const chunks = sizes.map((length, index) => Buffer.alloc(length, index));

        for (const chunk of chunks) captured.append(chunk);

        expect(Buffer.concat(captured.parts()).equals(Buffer.concat(chunks))).toBe(true);
      }),
    );
  });

  it("keeps a thousand tiny chunks in a few blocks", () => {
    const captured = new CapturedBytes();
    for (let index = 0; index < 1_000; index++) captured.append(Buffer.alloc(40));

    expect(captured.parts().length).toBeLessThan(12);
  });
});
