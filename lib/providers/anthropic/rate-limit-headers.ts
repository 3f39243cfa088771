type Headers = Readonly<Record<string, string | string[] | undefined>>;

const RESOURCES = ["requests", "tokens", "input-tokens", "output-tokens"];

/**
 * Anthropic's rate-limit headers under the names OpenAI's clients look for. A reset becomes the time left,
 * as OpenAI says it (`1m30s`), counted from the answer's own `date`; without one it is left out.
 */
export function mapRateLimitHeaders(headers: Headers): Record<string, string> {
  const mapped: Record<string, string> = {};
  for (const resource of RESOURCES) {
    for (const figure of ["limit", "remaining"]) {
      const count = headerOf(headers, `anthropic-ratelimit-${resource}-${figure}`);
      if (/^\d{1,15}$/.test(count)) mapped[`x-ratelimit-${figure}-${resource}`] = count;
    }
    const reset = Date.parse(headerOf(headers, `anthropic-ratelimit-${resource}-reset`));
    const leftMs = reset - Date.parse(headerOf(headers, "date"));
    if (!Number.isNaN(leftMs)) mapped[`x-ratelimit-reset-${resource}`] = toDuration(leftMs);
  }
  return mapped;
}

function headerOf(headers: Headers, name: string): string {
  const value = headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? "";
}

function toDuration(ms: number): string {
  const totalS = Math.max(0, Math.ceil(ms / 1000));
  const hours = Math.floor(totalS / 3600);
  const minutes = Math.floor(totalS / 60) % 60;
  const seconds = `${totalS % 60}s`;
  if (hours > 0) return `${hours}h${minutes}m${seconds}`;
  return minutes > 0 ? `${minutes}m${seconds}` : seconds;
}
