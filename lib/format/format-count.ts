import { UNKNOWN } from "./unknown";

const STEPS = [
  { limit: 1e12, divisor: 1e12, suffix: "T" },
  { limit: 1e9, divisor: 1e9, suffix: "B" },
  { limit: 1e6, divisor: 1e6, suffix: "M" },
  { limit: 1e4, divisor: 1e3, suffix: "K" },
] as const;

/** Exact below ten thousand (1,234), three figures above (12.4K). */
export function formatCount(count: number | null): string {
  if (count === null || !Number.isFinite(count)) return UNKNOWN;
  const size = Math.abs(count);
  for (const [index, step] of STEPS.entries()) {
    if (size < step.limit) continue;
    const scaled = count / step.divisor;
    const text = Math.abs(scaled) < 99.95 ? scaled.toFixed(1) : Math.round(scaled).toString();
    const larger = STEPS[index - 1];
    if (text.replace("-", "") === "1000" && larger)
      return `${count < 0 ? "-" : ""}1.0${larger.suffix}`;
    return `${text}${step.suffix}`;
  }
  return formatInteger(count);
}

function formatInteger(count: number): string {
  return Math.round(count).toLocaleString("en-US");
}
