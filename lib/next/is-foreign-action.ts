import type { IncomingHttpHeaders } from "node:http";

/**
 * Whether a page of another site asks for a server action. Next compares the same two headers and refuses
 * it too, but as a fault of ours: a 500 and an error in the log.
 */
export function isForeignAction(method: string | undefined, headers: IncomingHttpHeaders): boolean {
  const { origin, host } = headers;
  if (method !== "POST" || headers["next-action"] === undefined) return false;
  if (origin === undefined) return false;
  const ownHost = headers["x-forwarded-host"] ?? host;
  return !URL.canParse(origin) || new URL(origin).host !== ownHost;
}
