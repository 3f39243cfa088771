/** What a call can be billed for. The buckets are disjoint: no token stands in two of them. */
export const UNITS = [
  "text_in",
  "cache_read",
  "cache_write_5m",
  "cache_write_1h",
  "audio_in",
  "image_in",
  "text_out",
  "reasoning",
  "audio_out",
  "image_out",
  "web_searches",
  "requests",
  "seconds",
  "characters",
] as const;

export type Unit = (typeof UNITS)[number];

/** Whole numbers above zero; a unit that is left out was not used. */
export type UsageBuckets = Readonly<Partial<Record<Unit, number>>>;

const INPUT_UNITS: readonly Unit[] = [
  "text_in",
  "cache_read",
  "cache_write_5m",
  "cache_write_1h",
  "audio_in",
  "image_in",
];

/** All input tokens, also cached ones: what price tiers go by. */
export function inputTokensOf(buckets: UsageBuckets): number {
  return INPUT_UNITS.reduce((total, unit) => total + (buckets[unit] ?? 0), 0);
}
