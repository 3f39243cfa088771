import { UNKNOWN } from "./unknown";

const SHOWN_DECIMALS = 6;
const LEAST_DECIMALS = 2;

/** Dollars from an exact decimal text, with two to six decimals: $0.0042. What is too small to show says so. */
export function formatUsd(usd: string | null): string {
  const parts = /^(-?)(\d+)(?:\.(\d+))?$/.exec(usd ?? "");
  if (!parts) return UNKNOWN;
  const [, sign = "", whole = "0", fraction = ""] = parts;
  const micros = roundedMicros(whole, fraction);
  if (micros === 0n && /[1-9]/.test(whole + fraction)) return `<${sign}$0.000001`;
  const digits = micros.toString().padStart(SHOWN_DECIMALS + 1, "0");
  const dollars = BigInt(digits.slice(0, -SHOWN_DECIMALS)).toLocaleString("en-US");
  const cents = digits.slice(-SHOWN_DECIMALS).replace(/0+$/, "").padEnd(LEAST_DECIMALS, "0");
  return `${micros === 0n ? "" : sign}$${dollars}.${cents}`;
}

/** Half up, away from zero. */
function roundedMicros(whole: string, fraction: string): bigint {
  const kept = BigInt(whole + fraction.slice(0, SHOWN_DECIMALS).padEnd(SHOWN_DECIMALS, "0"));
  return (fraction[SHOWN_DECIMALS] ?? "0") >= "5" ? kept + 1n : kept;
}
