/** Only an address on this site may be returned to after signing in. */
export function safeCallback(callbackUrl: string | null): string {
  if (callbackUrl === null) return "/";
  try {
    const url = new URL(callbackUrl, window.location.origin);
    return url.origin === window.location.origin ? `${url.pathname}${url.search}` : "/";
  } catch {
    return "/";
  }
}
