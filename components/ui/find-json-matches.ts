/** Walking more nodes than this per keystroke would stall typing. */
const VISIT_LIMIT = 50_000;

interface JsonMatches {
  /** Paths that hold a match somewhere below. */
  open: Set<string>;
  count: number;
}

/** Where a lower-case needle occurs in the keys and values of a JSON value. */
export function findJsonMatches(value: unknown, needle: string): JsonMatches {
  const open = new Set<string>();
  let count = 0;
  let visited = 0;

  function visit(node: unknown, path: string, key: string): boolean {
    visited += 1;
    if (visited > VISIT_LIMIT) return false;
    const isKeyHit = key.toLowerCase().includes(needle);
    if (node !== null && typeof node === "object") return visitChildren(node, path) || isKeyHit;
    const isHit = isKeyHit || String(node).toLowerCase().includes(needle);
    if (isHit) count += 1;
    return isHit;
  }

  function visitChildren(node: object, path: string): boolean {
    let isHit = false;
    for (const [key, child] of Object.entries(node)) {
      if (!visit(child, `${path}/${key}`, Array.isArray(node) ? "" : key)) continue;
      open.add(path);
      isHit = true;
    }
    return isHit;
  }

  visit(value, "", "");
  return { open, count };
}
