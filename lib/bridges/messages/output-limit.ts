/** What OpenAI's models can write at most (https://platform.openai.com/docs/models). */
const OUTPUT_LIMITS: ReadonlyArray<[model: RegExp, tokens: number]> = [
  [/^gpt-4o-2024-05-13$/, 4_096],
  [/^gpt-4o(-mini)?(-\d{4}-\d\d-\d\d)?$/, 16_384],
  [/^gpt-4-turbo(-\d{4}-\d\d-\d\d)?$/, 4_096],
  [/^gpt-3\.5-turbo(-\d{4})?$/, 4_096],
  [/^gpt-4\.1(-mini|-nano)?(-\d{4}-\d\d-\d\d)?$/, 32_768],
  [/^gpt-5(-mini|-nano)?(-\d{4}-\d\d-\d\d)?$/, 128_000],
  [/^o(1|3|3-mini|4-mini)(-\d{4}-\d\d-\d\d)?$/, 100_000],
];

/** The most tokens a model writes, where that is known; its name may have a provider in front. */
export function findOutputLimit(model: unknown): number | null {
  if (typeof model !== "string") return null;
  const name = model.slice(model.lastIndexOf("/") + 1);
  return OUTPUT_LIMITS.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}
