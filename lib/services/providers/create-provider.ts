import { z } from "zod";
import { isUniqueViolation, transaction } from "../../db/prisma";
import { insertProvider } from "../../db/providers";
import { PrysmError } from "../../errors";
import { newId } from "../../ids";
import { parseInput } from "../parse-input";
import { requirePermission } from "../permissions";
import { recordAudit } from "../record-audit";
import type { ServiceContext } from "../service-context";
import { completeHeaders } from "./extra-headers";
import { providerName, providerSettings } from "./provider-fields";
import { sealCredential, sealExtraHeaders } from "./provider-secrets";

export const createProviderInput = z.object({ name: providerName, ...providerSettings });
export type CreateProviderInput = z.input<typeof createProviderInput>;

export async function createProvider(
  context: ServiceContext,
  input: CreateProviderInput,
): Promise<{ id: string; name: string }> {
  requirePermission(context, "provider.manage");
  const { credential, extraHeaders, ...fields } = parseInput(createProviderInput, input);
  const headers = completeHeaders(extraHeaders, {});
  const id = newId();
  const sealed = credential === null ? null : sealCredential(credential, id);
  const encryptedHeaders = sealExtraHeaders(headers, id);
  try {
    return await transaction(async (db) => {
      const { projectId } = context;
      await insertProvider(db, { ...fields, id, projectId, encryptedHeaders }, sealed);
      const { name, kind, baseUrl } = fields;
      const details = {
        name,
        kind,
        baseUrl,
        credentialHint: sealed?.credentialHint ?? null,
        extraHeaders: Object.keys(headers).join(", "),
      };
      await recordAudit(db, context, { action: "provider.create", targetId: id, details });
      return { id, name };
    });
  } catch (error) {
    if (isUniqueViolation(error)) throw nameTaken(fields.name);
    throw error;
  }
}

export function nameTaken(name: string): PrysmError {
  const message = `This project already has a provider called "${name}". Choose another name.`;
  return new PrysmError("conflict", message, { param: "name" });
}
