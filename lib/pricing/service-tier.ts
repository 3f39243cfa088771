/** Tiers that a provider bills at another price than its list's, which the built-in book does not have. */
const OTHERWISE_PRICED: Readonly<Record<string, readonly string[]>> = {
  anthropic: ["batch"],
  "azure-openai": ["flex", "priority"],
  openai: ["batch", "flex", "priority"],
};

/** Whether calls of this tier (`service_tier` of the answer) cost what the price list says. */
export function isListPriced(providerKind: string | null, serviceTier: string | null): boolean {
  if (serviceTier === null) return true;
  return !OTHERWISE_PRICED[providerKind ?? ""]?.includes(serviceTier);
}
