const SPLIT_URLS = new Map<string, { origin: string; path: string }>();
const MAX_SPLIT_URLS = 1_000;

/** Parsing a URL costs as much as the rest of building the request; a gateway calls few of them. */
export function splitUrl(url: string): { origin: string; path: string } {
  const known = SPLIT_URLS.get(url);
  if (known) return known;
  const parsed = new URL(url);
  const split = { origin: parsed.origin, path: parsed.pathname + parsed.search };
  if (SPLIT_URLS.size >= MAX_SPLIT_URLS) SPLIT_URLS.clear();
  SPLIT_URLS.set(url, split);
  return split;
}
