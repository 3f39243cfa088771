const PICO_DIGITS = 12;
const SIGNIFICANT_DIGITS = 15;
const MAX_USD = 1_000_000_000;

/**
 * A number of dollars as the decimal a person wrote: a double carries 15 digits of it, and what lies
 * behind them is noise (0.1 + 0.2). Null for what is no amount.
 */
export function picoUsdOf(usd: unknown): bigint | null {
  if (typeof usd !== "number" || !(usd >= 0 && usd <= MAX_USD)) return null;
  const integerDigits = Math.trunc(usd).toString().length;
  const decimals = Math.min(PICO_DIGITS, SIGNIFICANT_DIGITS - integerDigits);
  const [whole = "0", fraction = ""] = usd.toFixed(decimals).split(".");
  return BigInt(whole + fraction.padEnd(PICO_DIGITS, "0"));
}
