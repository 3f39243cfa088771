const MAX_NAMES = 2_000;

/** A test of header names by pattern that remembers its answers: the same few names come with every call. */
export function headerNameTest(pattern: RegExp): (name: string) => boolean {
  const known = new Map<string, boolean>();
  return (name) => {
    const found = known.get(name);
    if (found !== undefined) return found;
    // Clients choose names freely, so the memory is bounded.
    if (known.size >= MAX_NAMES) known.clear();
    const matches = pattern.test(name);
    known.set(name, matches);
    return matches;
  };
}
