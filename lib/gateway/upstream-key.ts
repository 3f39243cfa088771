import { holdsApiKey } from "../crypto";
import { PrysmError } from "../errors";
import type { GatewayRequest } from "./gateway-message";

const SENDABLE = /^[\x21-\x7e]{1,4096}$/;

/** The caller's own key for the upstream: used for this call, never stored. Null when none was sent. */
export function upstreamKeyOf({ headers }: GatewayRequest): string | null {
  const key = headers["x-prysm-upstream-key"] ?? headers["x-prism-upstream-key"];
  if (key === undefined || key === "") return null;
  if (SENDABLE.test(key) && !holdsApiKey(key)) return key;
  const message =
    "x-prysm-upstream-key must be the provider's key, in one line of visible ASCII characters.";
  throw new PrysmError("invalid_header", message, { param: "x-prysm-upstream-key" });
}
