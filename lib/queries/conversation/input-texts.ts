import { contentText } from "./part";

/** What may be a text, a list of texts, a text in tokens or a list of such, as texts. */
export function inputTexts(input: unknown): string[] {
  if (input === undefined || input === null) return [];
  if (!Array.isArray(input)) return [contentText(input)];
  if (isTokens(input)) return [tokensText(input)];
  return input.map((entry) =>
    Array.isArray(entry) && isTokens(entry) ? tokensText(entry) : contentText(entry),
  );
}

function isTokens(input: readonly unknown[]): boolean {
  return input.length > 0 && input.every((entry) => typeof entry === "number");
}

function tokensText(tokens: readonly unknown[]): string {
  return tokens.length === 1 ? "[1 token]" : `[${tokens.length} tokens]`;
}
