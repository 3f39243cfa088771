const MAX_LENGTH = 40;

/** First path segments below /dashboard and /dashboard/[org] that pages have, or will want. */
const RESERVED = new Set([
  ..."account admin api audit auth billing default-project help home invite invites keys".split(
    " ",
  ),
  ..."members new onboarding organization plan profile project projects requests".split(" "),
  ..."search settings sign-in sign-out sign-up status support system team usage".split(" "),
]);

/** A name as a URL segment: ASCII, never a reserved word, never empty. The same name gives the same slug. */
export function slugOf(name: string, fallback: string): string {
  const slug = name
    .normalize("NFKD")
    .replace(/[\u0300-\u036f'’]/g, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, MAX_LENGTH)
    .replace(/^-+|-+$/g, "");
  if (slug === "") return fallback;
  return RESERVED.has(slug) ? `${slug}-1` : slug;
}

/** `base`, or `base-2`, `base-3`, …: the first that is not taken. */
export function freeSlug(base: string, taken: readonly string[]): string {
  const known = new Set(taken);
  if (!known.has(base)) return base;
  for (let suffix = 2; ; suffix += 1) {
    const candidate = `${base}-${suffix}`;
    if (!known.has(candidate)) return candidate;
  }
}
