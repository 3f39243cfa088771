import { decrypt, encrypt } from "../../crypto";
import type { Db } from "../../db/prisma";
import {
  findSealedCredential,
  type ProviderRecord,
  type SealedCredential,
} from "../../db/providers";
import { openHeaders, sealHeaders } from "../../db/sealed-headers";
import { PrysmError } from "../../errors";
import { hintOf } from "../../hint-of";
import { runtime } from "../../runtime";

/** Seals a credential for the row `providerId`: copied to another row it does not open. */
export function sealCredential(credential: string, providerId: string): SealedCredential {
  return {
    encryptedCredential: encrypt(credential, runtime().secrets.encryptionKeyHex, providerId),
    credentialHint: hintOf(credential),
  };
}

/** Null without headers, so that a row without them holds nothing. */
export function sealExtraHeaders(
  headers: Readonly<Record<string, string>>,
  providerId: string,
): Buffer | null {
  if (Object.keys(headers).length === 0) return null;
  return sealHeaders(headers, runtime().secrets.encryptionKeyHex, providerId);
}

export async function openCredential(db: Db, providerId: string): Promise<string | null> {
  const sealed = await findSealedCredential(db, providerId);
  return sealed && decrypt(sealed, runtime().secrets.encryptionKeyHex, providerId);
}

/**
 * The stored header values that a provider at `baseUrl` may have. What was entered for one server must not
 * be sent to another: that would show it to whoever listens there, and, without TLS, on the way.
 */
export function storedHeadersFor(record: ProviderRecord, baseUrl: string): Record<string, string> {
  if (!isSameOrigin(record.baseUrl, baseUrl)) return {};
  return openHeaders(record.encryptedHeaders, runtime().secrets.encryptionKeyHex, record.id);
}

/** The same rule for the credential: throws when a stored one would go to another server. */
export function requireSameOrigin(record: ProviderRecord, baseUrl: string): void {
  if (record.credentialHint === null || isSameOrigin(record.baseUrl, baseUrl)) return;
  const message =
    "The base URL names another server now (scheme, host or port): enter the key for it as well.";
  throw new PrysmError("invalid_request", message, { param: "credential" });
}

function isSameOrigin(before: string, after: string): boolean {
  return new URL(before).origin === new URL(after).origin;
}
