/** `list.push(...items)` without the limit that an argument list has: callers choose the length. */
export function pushAll<T>(list: T[], items: Iterable<T>): void {
  for (const item of items) list.push(item);
}
