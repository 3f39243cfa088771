/**
 * The client's address. Our own server appends the peer it really spoke to, so the last entry of the
 * list is the one nobody else could write.
 */
export function addressOf(forwardedFor: string | null | undefined): string {
  return forwardedFor?.split(",").at(-1)?.trim() ?? "";
}
