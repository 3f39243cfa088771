import { UNKNOWN } from "./unknown";

/** Every digit, grouped: 1,234,567. */
export function formatExactCount(count: number | null): string {
  return count === null ? UNKNOWN : count.toLocaleString("en-US");
}
