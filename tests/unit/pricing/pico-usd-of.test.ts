import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { picoUsdToDecimal } from "../../../lib/money";
import { picoUsdOf } from "../../../lib/pricing/pico-usd-of";

describe("picoUsdOf", () => {
  it.each([
    [0, 0n],
    [0.1 + 0.2, 300_000_000_000n],
    [0.18000000000000002, 180_000_000_000n],
    [0.003625, 3_625_000_000n],
    [18.75, 18_750_000_000_000n],
    [1.4e-7, 140_000n],
    [1e-13, 0n],
    [12_345.6, 12_345_600_000_000_000n],
    [1 / 12, 83_333_333_333n],
  ])("reads %d dollars as they were written", (usd, expected) => {
    expect(picoUsdOf(usd)).toBe(expected);
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY, 1e30, "1", null, undefined, {}])(
    "has no amount for %s",
    (usd) => {
      expect(picoUsdOf(usd)).toBeNull();
    },
  );

  it("is exact for every price with up to six decimals", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000_000_000 }), (micro) => {
        expect(picoUsdOf(micro / 1e6)).toBe(BigInt(micro) * 1_000_000n);
        expect(Number(picoUsdToDecimal(picoUsdOf(micro / 1e6) ?? 0n))).toBe(micro / 1e6);
      }),
    );
  });
});
