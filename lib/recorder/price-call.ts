import type { PriceBook } from "../pricing/price-book";
import { priceUsage } from "../pricing/price-usage";
import type { TraceCost, TraceStatus } from "../protocol/trace";
import type { Answer } from "./answer";
import type { CallFrames } from "./build-trace";
import { usesNothing } from "./count-usage";

export interface CallCost {
  costPicoUsd: bigint | null;
  cost: TraceCost | null;
}

const UNKNOWN: CallCost = { costPicoUsd: null, cost: null };
const NOTHING: CallCost = { costPicoUsd: 0n, cost: null };

/** What a call cost by the prices of its time. */
export function priceCall(
  { opening, closing }: CallFrames,
  answer: Answer,
  status: TraceStatus,
  prices: PriceBook,
): CallCost {
  const { usageRecord, buckets } = answer;
  if (buckets !== null) {
    const cost = priceUsage(prices, {
      providerKind: closing.providerKind,
      models: [answer.model, closing.model],
      at: new Date(opening.receivedAtMs),
      serviceTier: usageRecord?.serviceTier ?? null,
      buckets,
    });
    return cost ? { costPicoUsd: cost.picoUsd, cost: cost.explanation } : UNKNOWN;
  }
  if (usesNothing(opening.endpoint, closing)) return NOTHING;
  const isProduced = answer.text !== null || answer.toolCalls.length > 0;
  return usageRecord === null && !isProduced && isUnbilled(closing, status) ? NOTHING : UNKNOWN;
}

/** Of a call without usage and without content: whether its end shows that nothing was done for it. */
function isUnbilled({ error, attempts }: CallFrames["closing"], status: TraceStatus): boolean {
  switch (status) {
    case "success":
      return false;
    case "error":
    case "blocked":
      // How a call ended that a crash cut off is not known.
      return error?.code !== "gateway_crashed";
    case "timeout":
    case "cancelled":
      // An upstream that was asked works on, and bills, though nobody waits for its answer.
      return attempts.length === 0;
  }
}
