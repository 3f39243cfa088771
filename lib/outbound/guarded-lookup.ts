import { type LookupAddress, type LookupOptions, lookup } from "node:dns";
import type { LookupFunction } from "node:net";
import { blockedAddress } from "./blocked-address";
import { isPrivateAddress } from "./is-private-address";

type ResolveAll = (
  hostname: string,
  options: LookupOptions & { all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * `dns.lookup` for a connection that must stay on the public internet, as undici's `connect.lookup`. One
 * private address among several refuses the name. The connection goes to an address that was checked here,
 * so a name that resolves differently a moment later gains nothing.
 */
export const guardedLookup: LookupFunction = guardLookup(lookup);

/** `guardedLookup` over another resolver. */
export function guardLookup(resolveAll: ResolveAll): LookupFunction {
  return (hostname, options, callback) => {
    resolveAll(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, []);
      const [first] = addresses;
      if (!first || addresses.some(({ address }) => isPrivateAddress(address))) {
        return callback(blockedAddress(hostname), []);
      }
      if (options.all) return callback(null, addresses);
      callback(null, first.address, first.family);
    });
  };
}
