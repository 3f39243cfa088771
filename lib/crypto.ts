import { createCipheriv, createDecipheriv, hash, randomBytes } from "node:crypto";

const KEY_PREFIX = "sk-prysm-";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const FORMAT_VERSION = 1;

/** A new API key: `sk-prysm-` and 64 hex digits from the CSPRNG. Shown once, then only its hash is kept. */
export function newApiKey(): string {
  return KEY_PREFIX + randomBytes(32).toString("hex");
}

export function isApiKey(value: string): boolean {
  return /^sk-prysm-[0-9a-f]{64}$/.test(value);
}

/** Whether a text that is to leave this machine has an API key in it. */
export function holdsApiKey(text: string): boolean {
  return /sk-prysm-[0-9a-f]{64}/i.test(text);
}

/** What people recognise a key by: `sk-prysm-` and its first eight hex digits. */
export function apiKeyPrefix(key: string): string {
  return key.slice(0, KEY_PREFIX.length + 8);
}

/** SHA-256, hex. */
export function sha256(value: string): string {
  return hash("sha256", value);
}

/**
 * Seals a secret with AES-256-GCM: version byte, nonce, tag, ciphertext. `context` (such as the row's
 * id) is authenticated, so a sealed value copied to another row does not open.
 */
export function encrypt(plaintext: string, keyHex: string, context: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", Buffer.from(keyHex, "hex"), nonce);
  cipher.setAAD(Buffer.from(context));
  const sealed = Buffer.concat([cipher.update(plaintext, "utf8"), cipher.final()]);
  return Buffer.concat([Buffer.of(FORMAT_VERSION), nonce, cipher.getAuthTag(), sealed]);
}

/** Opens what `encrypt` sealed; throws when the key or the context is not the one it was sealed with. */
export function decrypt(sealed: Uint8Array, keyHex: string, context: string): string {
  const bytes = Buffer.from(sealed);
  if (bytes[0] !== FORMAT_VERSION)
    throw new Error("The sealed secret has an unknown format version.");
  const nonce = bytes.subarray(1, 1 + NONCE_BYTES);
  const tag = bytes.subarray(1 + NONCE_BYTES, 1 + NONCE_BYTES + TAG_BYTES);
  const decipher = createDecipheriv("aes-256-gcm", Buffer.from(keyHex, "hex"), nonce);
  decipher.setAAD(Buffer.from(context));
  decipher.setAuthTag(tag);
  const body = bytes.subarray(1 + NONCE_BYTES + TAG_BYTES);
  return Buffer.concat([decipher.update(body), decipher.final()]).toString("utf8");
}
