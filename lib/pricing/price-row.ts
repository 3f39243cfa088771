import type { Unit } from "./usage-buckets";

/** What `per` units cost, exactly. */
export interface UnitPrice {
  picoUsd: bigint;
  per: bigint;
  /** Ascending; the last one whose `above` is less than all input tokens of the call replaces `picoUsd`. */
  tiers: readonly { above: number; picoUsd: bigint }[];
}

/** The prices of one model at one time. */
export interface PriceRow {
  /** Whose list it stands in. */
  source: string;
  /** The model as the list calls it. */
  model: string;
  /** ISO 8601 date; null where the list does not say since when. */
  effectiveFrom: string | null;
  prices: Readonly<Partial<Record<Unit, UnitPrice>>>;
}
