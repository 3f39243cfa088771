import type { Upstream } from "../providers/provider";

/** Shorter ones are placeholders, and would be found in any text. */
const MIN_LENGTH = 8;
const STAND_IN = Buffer.from("***");

/** An upstream's error answer without the key it was sent, which some repeat in their complaint about it. */
export function withoutCredential(body: Buffer, { credential }: Upstream): Buffer {
  if (credential === null || credential.length < MIN_LENGTH) return body;
  const parts: Buffer[] = [];
  let from = 0;
  for (;;) {
    const found = body.indexOf(credential, from);
    if (found === -1) break;
    parts.push(body.subarray(from, found), STAND_IN);
    from = found + Buffer.byteLength(credential);
  }
  return from === 0 ? body : Buffer.concat([...parts, body.subarray(from)]);
}
