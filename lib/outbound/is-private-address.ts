import ipaddr from "ipaddr.js";

/** Only this part of IPv6 is handed out for global unicast; the rest is local, special or unassigned. */
const GLOBAL_UNICAST = ipaddr.IPv6.parse("2000::");
/** The well-known NAT64 prefix, which DNS64 gives to every host that has IPv4 only. */
const NAT64 = ipaddr.IPv6.parse("64:ff9b::");
/** A public address by its number, which answers Azure's own machines with their secrets. */
const AZURE_HOST = "168.63.129.16";

/**
 * Whether an IP address is anything but globally routable unicast: loopback, link-local (cloud metadata),
 * private, shared, multicast, reserved, a tunnel, or an IPv6 address that stands for such an IPv4 one.
 * What cannot be read as an address counts as private too.
 */
export function isPrivateAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return true;
  const parsed = ipaddr.parse(address);
  return parsed instanceof ipaddr.IPv6 ? isPrivateV6(parsed) : isPrivateV4(parsed);
}

function isPrivateV4(address: ipaddr.IPv4): boolean {
  return address.range() !== "unicast" || address.toString() === AZURE_HOST;
}

function isPrivateV6(address: ipaddr.IPv6): boolean {
  // A connection to one of these arrives at the IPv4 address in its last four bytes.
  if (address.isIPv4MappedAddress() || address.match(NAT64, 96)) {
    return isPrivateV4(new ipaddr.IPv4(address.toByteArray().slice(-4)));
  }
  return address.range() !== "unicast" || !address.match(GLOBAL_UNICAST, 3);
}
