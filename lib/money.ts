const PICO_DIGITS = 12;

/** Pico-USD as an exact decimal number of dollars, without exponent or padding: 450000000n is "0.00045". */
export function picoUsdToDecimal(picoUsd: bigint): string {
  const sign = picoUsd < 0n ? "-" : "";
  const digits = (picoUsd < 0n ? -picoUsd : picoUsd).toString().padStart(PICO_DIGITS + 1, "0");
  const fraction = digits.slice(-PICO_DIGITS).replace(/0+$/, "");
  return sign + digits.slice(0, -PICO_DIGITS) + (fraction && `.${fraction}`);
}
