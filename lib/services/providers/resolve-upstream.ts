import { z } from "zod";
import { prisma } from "../../db/prisma";
import type { ProviderRecord } from "../../db/providers";
import { PrysmError } from "../../errors";
import type { Upstream } from "../../providers/provider";
import { completeHeaders } from "./extra-headers";
import { getProviderOf } from "./get-provider-of";
import { type ProviderSettingsInput, providerSettings } from "./provider-fields";
import { openCredential, requireSameOrigin, storedHeadersFor } from "./provider-secrets";

/** A stored provider, or settings that are not stored yet: of a new one, or in place of a stored one's. */
export const upstreamChoice = {
  providerId: z.string().optional(),
  settings: z
    .object({ ...providerSettings, removesCredential: z.boolean().default(false) })
    .optional(),
};

const choiceSchema = z.object(upstreamChoice);

export interface ResolvedUpstream {
  upstream: Upstream;
  /** The row whose settings these are; null when they are not stored. */
  record: ProviderRecord | null;
}

/** The upstream that was chosen, with its secrets in the clear; throws for a provider of another project. */
export async function resolveUpstream(
  projectId: string,
  { providerId, settings }: z.output<typeof choiceSchema>,
): Promise<ResolvedUpstream> {
  const record =
    providerId === undefined ? null : await getProviderOf(prisma(), projectId, providerId);
  if (settings) return { upstream: await fromSettings(settings, record), record: null };
  if (record) return { upstream: await fromRecord(record), record };
  throw new PrysmError("invalid_request", "Name a provider, or give the settings of one.");
}

async function fromRecord(record: ProviderRecord): Promise<Upstream> {
  return toUpstream(
    record,
    record.name,
    await openCredential(prisma(), record.id),
    storedHeadersFor(record, record.baseUrl),
  );
}

async function fromSettings(
  settings: ProviderSettingsInput & { removesCredential: boolean },
  record: ProviderRecord | null,
): Promise<Upstream> {
  const stored = record ? storedHeadersFor(record, settings.baseUrl) : {};
  const headers = completeHeaders(settings.extraHeaders, stored);
  const name = record?.name ?? settings.kind;
  if (settings.credential !== null || settings.removesCredential || !record) {
    return toUpstream(settings, name, settings.credential, headers);
  }
  requireSameOrigin(record, settings.baseUrl);
  return toUpstream(settings, name, await openCredential(prisma(), record.id), headers);
}

type Settings = Pick<Upstream, "kind" | "baseUrl" | "defaultModel" | "models" | "apiVersion">;

function toUpstream(
  { kind, baseUrl, defaultModel, models, apiVersion }: Settings,
  name: string,
  credential: string | null,
  extraHeaders: Record<string, string>,
): Upstream {
  return {
    name,
    kind,
    baseUrl,
    credential,
    defaultModel,
    models,
    extraHeaders,
    apiVersion,
    timeoutMs: null,
    isTrusted: false,
  };
}
