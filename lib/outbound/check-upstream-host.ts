import ipaddr from "ipaddr.js";
import { PrysmError } from "../errors";
import { blockedAddress } from "./blocked-address";
import { isPrivateAddress } from "./is-private-address";

/** Names that mean this machine or its network wherever they are asked for (RFC 6761, 6762, 8375). */
const LOCAL_NAMES =
  /^(localhost|localdomain|ip6-localhost|ip6-loopback|.*\.(localhost|localdomain|local|internal|home\.arpa))$/;

/**
 * Throws `blocked_address` for a URL whose host says by itself that it is not public: an IP address in any
 * notation, or a local name. Names that only resolve to such an address are `guardedLookup`'s to refuse;
 * a connection to an IP address makes no lookup, so both are needed.
 */
export function requirePublicHost(url: string | URL): void {
  const host = hostOf(url);
  const isLiteral = ipaddr.isValid(host);
  if (isLiteral ? isPrivateAddress(host) : LOCAL_NAMES.test(host)) throw blockedAddress(host);
}

// The URL parser already turns 0x7f.1, 2130706433, 127.1 and full-width digits into 127.0.0.1.
function hostOf(url: string | URL): string {
  if (typeof url === "string" && !URL.canParse(url)) {
    throw new PrysmError("blocked_address", "The base URL is not a URL.");
  }
  const { hostname } = new URL(url);
  return hostname.replace(/^\[|\]$/g, "").replace(/\.+$/, "");
}
