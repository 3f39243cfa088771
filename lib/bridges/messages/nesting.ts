/** Deeper than this nothing sensible is; serialising overflows the stack from a few thousand levels on. */
const MAX_DEPTH = 200;

/** Whether free-form JSON can be serialised and walked without harm. */
export function isNestedTooDeep(value: unknown, depth = 0): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (depth >= MAX_DEPTH) return true;
  const children = Array.isArray(value) ? value : Object.values(value);
  return children.some((child) => isNestedTooDeep(child, depth + 1));
}
