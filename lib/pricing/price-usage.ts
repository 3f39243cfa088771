import { type Cost, costOf } from "./cost-of";
import type { PriceBook } from "./price-book";
import { isListPriced } from "./service-tier";
import type { UsageBuckets } from "./usage-buckets";

export interface PricedUsage {
  providerKind: string | null;
  /** Names of the model, the best known first: what the upstream says it ran, what it was asked for. */
  models: readonly (string | null)[];
  at: Date;
  serviceTier: string | null;
  buckets: UsageBuckets;
}

/** What usage cost at the time; null where no price is known for all of it. */
export function priceUsage(book: PriceBook, usage: PricedUsage): Cost | null {
  if (!isListPriced(usage.providerKind, usage.serviceTier)) return null;
  for (const model of usage.models) {
    const row = model === null ? null : book.find(usage.providerKind, model, usage.at);
    const cost = row && costOf(usage.buckets, row);
    if (cost) return cost;
  }
  return null;
}
