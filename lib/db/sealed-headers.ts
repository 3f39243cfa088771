import { decrypt, encrypt } from "../crypto";

/** Seals a provider's extra headers, an object of names and values, for the row `providerId`. */
export function sealHeaders(
  headers: Readonly<Record<string, string>>,
  encryptionKeyHex: string,
  providerId: string,
): Buffer {
  return encrypt(JSON.stringify(headers), encryptionKeyHex, contextOf(providerId));
}

/** Opens what `sealHeaders` sealed; a row without extra headers has none. */
export function openHeaders(
  sealed: Uint8Array | null,
  encryptionKeyHex: string,
  providerId: string,
): Record<string, string> {
  if (sealed === null) return {};
  return JSON.parse(decrypt(sealed, encryptionKeyHex, contextOf(providerId)));
}

// Apart from the credential's context, so that neither opens in the other's column.
function contextOf(providerId: string): string {
  return `${providerId}:headers`;
}
