import fc from "fast-check";
import { expect, test } from "vitest";
import { picoUsdToDecimal } from "../../lib/money";

test.each([
  [0n, "0"],
  [1n, "0.000000000001"],
  [450_000_000n, "0.00045"],
  [1_000_000_000_000n, "1"],
  [12_500_000_000_000n, "12.5"],
  [-450_000_000n, "-0.00045"],
])("%s pico-USD are $%s", (pico, decimal) => {
  expect(picoUsdToDecimal(pico)).toBe(decimal);
});

test("no amount loses a digit or gains an exponent", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), (pico) => {
      const shown = picoUsdToDecimal(pico);
      expect(shown).toMatch(/^-?\d+(\.\d*[1-9])?$/);
      const [whole = "", fraction = ""] = shown.split(".");
      expect(BigInt(whole + fraction.padEnd(12, "0"))).toBe(pico);
    }),
  );
});
