import { createHash } from "node:crypto";

const ACCEPTED = /^[a-zA-Z0-9]{9}$/;
const LENGTH = 9;
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/**
 * The id Mistral accepts for a tool call: nine letters and digits. A call and its result are changed
 * alike, in every request of a conversation, because the id depends on nothing but the one it replaces.
 */
export function mistralToolId(id: string): string {
  if (ACCEPTED.test(id)) return id;
  const digest = createHash("sha256").update(id).digest();
  return Array.from(digest.subarray(0, LENGTH), (byte) => ALPHABET[byte % ALPHABET.length]).join(
    "",
  );
}
