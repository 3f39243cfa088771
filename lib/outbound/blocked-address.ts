import { PrysmError } from "../errors";

/** The refusal of an upstream that is not on the public internet. */
export function blockedAddress(host: string): PrysmError {
  return new PrysmError(
    "blocked_address",
    `"${host}" is not an address on the public internet, and this instance calls no other. Use a public base URL, or have the operator set PRYSM_ALLOW_PRIVATE_UPSTREAMS=true.`,
  );
}
