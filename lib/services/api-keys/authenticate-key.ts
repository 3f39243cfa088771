import { isApiKey, sha256 } from "../../crypto";
import { findApiKeyByHash, touchApiKey } from "../../db/api-keys";
import { prisma } from "../../db/prisma";
import { PrysmError } from "../../errors";

export interface AuthenticatedKey {
  keyId: string;
  projectId: string;
}

/** Who an `Authorization` header speaks for, read from the database; throws 401, or 403 without the scope. */
export async function authenticateKey(
  authorization: string | null,
  scope: string,
): Promise<AuthenticatedKey> {
  const key = requireBearer(authorization);
  const record = isApiKey(key) ? await findApiKeyByHash(prisma(), sha256(key)) : null;
  if (!record) {
    throw refusal("The API key is not valid. Copy a key from the API Keys page of your project.");
  }
  if (record.revokedAt) {
    throw refusal("The API key was revoked. Create another on the API Keys page of your project.");
  }
  if (!record.scopes.includes(scope)) {
    throw new PrysmError("permission_denied", `The API key lacks the scope "${scope}".`);
  }
  await touchApiKey(prisma(), record.id);
  return { keyId: record.id, projectId: record.projectId };
}

function requireBearer(authorization: string | null): string {
  const key = /^bearer\s+(\S+)\s*$/i.exec(authorization ?? "")?.[1];
  if (key) return key;
  throw refusal("The API key is missing. Send it as the header Authorization: Bearer sk-prysm-…");
}

function refusal(message: string): PrysmError {
  return new PrysmError("invalid_api_key", message, { headers: { "www-authenticate": "Bearer" } });
}
