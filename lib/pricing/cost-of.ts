import { picoUsdToDecimal } from "../money";
import type { CostLine, TraceCost } from "../protocol/trace";
import type { PriceRow, UnitPrice } from "./price-row";
import { inputTokensOf, UNITS, type Unit, type UsageBuckets } from "./usage-buckets";

/** What a column of the database holds; $9.2 million. */
const MAX_PICO_USD = 2n ** 63n - 1n;
const MILLION = 1_000_000n;

export interface Cost {
  picoUsd: bigint;
  explanation: TraceCost;
}

/** A unit without a price of its own is billed as the one it is a kind of. */
const BILLED_AS: Readonly<Partial<Record<Unit, Unit>>> = {
  cache_read: "text_in",
  cache_write_5m: "text_in",
  cache_write_1h: "cache_write_5m",
  audio_in: "text_in",
  image_in: "text_in",
  reasoning: "text_out",
  audio_out: "text_out",
  image_out: "text_out",
};

/**
 * Usage times price, line by line; each line is rounded half up to a whole pico-dollar and the lines add
 * up to the cost. Null when something that was used has no price.
 */
export function costOf(buckets: UsageBuckets, row: PriceRow): Cost | null {
  const inputTokens = inputTokensOf(buckets);
  const lines: CostLine[] = [];
  let picoUsd = 0n;
  for (const unit of UNITS) {
    const quantity = buckets[unit] ?? 0;
    const price = priceOf(unit, row);
    // Few services charge for the call as such.
    if (quantity === 0 || (unit === "requests" && price === null)) continue;
    if (price === null) return null;
    const unitPicoUsd = tierOf(price, inputTokens);
    const linePicoUsd = divide(BigInt(quantity) * unitPicoUsd, price.per);
    picoUsd += linePicoUsd;
    lines.push({
      unit,
      quantity,
      priceUsdPerMillion: picoUsdToDecimal(divide(unitPicoUsd * MILLION, price.per)),
      costUsd: picoUsdToDecimal(linePicoUsd),
    });
  }
  if (lines.length === 0 || picoUsd > MAX_PICO_USD) return null;
  const { source, model, effectiveFrom } = row;
  return { picoUsd, explanation: { lines, price: { source, model, effectiveFrom } } };
}

function priceOf(unit: Unit, { prices }: PriceRow): UnitPrice | null {
  let asked: Unit | undefined = unit;
  while (asked) {
    const price = prices[asked];
    if (price) return price;
    asked = BILLED_AS[asked];
  }
  return null;
}

function tierOf({ picoUsd, tiers }: UnitPrice, inputTokens: number): bigint {
  return tiers.findLast(({ above }) => inputTokens > above)?.picoUsd ?? picoUsd;
}

/** Half up; neither is negative. */
function divide(dividend: bigint, divisor: bigint): bigint {
  return (dividend * 2n + divisor) / (divisor * 2n);
}
