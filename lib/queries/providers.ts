import { prisma } from "../db/prisma";
import { getProjectRecord } from "../db/projects";
import { listProviderRecords, type ProviderRecord, type ProviderTest } from "../db/providers";
import { openHeaders } from "../db/sealed-headers";
import { hintOf } from "../hint-of";
import { instanceUpstreams } from "../instance-upstreams";
import { CONFIGURABLE_KINDS, PROVIDERS } from "../providers/index";
import type { Upstream } from "../providers/provider";
import { runtime } from "../runtime";

export type { ProviderTest };

export interface ProviderRow {
  id: string;
  name: string;
  kind: string;
  kindLabel: string;
  baseUrl: string;
  /** Like `sk-…4f2a`; null when the upstream needs no key. */
  credentialHint: string | null;
  defaultModel: string | null;
  models: string[];
  extraHeaders: { name: string; hint: string }[];
  apiVersion: string | null;
  lastTest: ProviderTest | null;
  /** Serves the calls that name no provider, by the project's choice. */
  isDefault: boolean;
  updatedAt: string;
}

/** An upstream that the operator gives every project. */
export interface InstanceProviderRow {
  name: string;
  kindLabel: string;
  /** Null where tenants have no business to know it, and for what answers in process. */
  baseUrl: string | null;
  defaultModel: string | null;
  /** Serves the calls that name no provider, by the project's choice or for want of one. */
  isDefault: boolean;
  /** A provider of the project has the same name and answers in its place. */
  isHidden: boolean;
}

/** A kind of provider as a form needs it. */
export interface ProviderKind {
  id: string;
  label: string;
  defaultBaseUrl: string | null;
  needsCredential: boolean;
  takesApiVersion: boolean;
  modelPlaceholder: string | null;
}

export interface ProviderSettings {
  providers: ProviderRow[];
  instanceProviders: InstanceProviderRow[];
  kinds: ProviderKind[];
  /** Name of the project's choice; null means the instance's default. */
  defaultProvider: string | null;
  instanceDefault: string;
}

export async function listProviders(projectId: string): Promise<ProviderSettings> {
  const [{ defaultProvider }, records] = await Promise.all([
    getProjectRecord(prisma(), projectId),
    listProviderRecords(prisma(), projectId),
  ]);
  const upstreams = instanceUpstreams(runtime().env);
  const instanceDefault = upstreams[0]?.name ?? "echo";
  const isOwn = (name: string) => records.some((record) => record.name === name);
  return {
    providers: records.map((record) => toRow(record, defaultProvider)),
    instanceProviders: upstreams.map((upstream) => ({
      ...toInstanceRow(upstream),
      isDefault:
        upstream.name === (defaultProvider ?? instanceDefault) &&
        !(defaultProvider !== null && isOwn(defaultProvider)),
      isHidden: isOwn(upstream.name),
    })),
    kinds: CONFIGURABLE_KINDS.map(toKind),
    defaultProvider,
    instanceDefault,
  };
}

function toRow(record: ProviderRecord, defaultProvider: string | null): ProviderRow {
  return {
    id: record.id,
    name: record.name,
    kind: record.kind,
    kindLabel: labelOf(record.kind),
    baseUrl: record.baseUrl,
    credentialHint: record.credentialHint,
    defaultModel: record.defaultModel,
    models: record.models,
    extraHeaders: maskedHeaders(record),
    apiVersion: record.apiVersion,
    lastTest: record.lastTest,
    isDefault: record.name === defaultProvider,
    updatedAt: record.updatedAt.toISOString(),
  };
}

// Where strangers have accounts, the addresses of the operator's own network are not for them.
function toInstanceRow({ name, kind, baseUrl, defaultModel }: Upstream) {
  const isShared = runtime().env.STRIPE_SECRET_KEY !== undefined;
  const shownUrl = isShared || baseUrl === "" ? null : baseUrl;
  return { name, kindLabel: labelOf(kind), baseUrl: shownUrl, defaultModel };
}

/** A kind that this version does not know, as after a downgrade, is called by its id. */
function labelOf(kind: string): string {
  return PROVIDERS.find(({ id }) => id === kind)?.label ?? kind;
}

// Sealed with a key that was lost, they do not open; the page must, so that the rest can be repaired.
function maskedHeaders({ id, encryptedHeaders }: ProviderRecord): ProviderRow["extraHeaders"] {
  try {
    const headers = openHeaders(encryptedHeaders, runtime().secrets.encryptionKeyHex, id);
    return Object.entries(headers).map(([name, value]) => ({ name, hint: hintOf(value) }));
  } catch {
    return [];
  }
}

type Configurable = (typeof CONFIGURABLE_KINDS)[number] & { modelPlaceholder?: string };

function toKind({ id, label, defaultBaseUrl, needsCredential, modelPlaceholder }: Configurable) {
  return {
    id,
    label,
    defaultBaseUrl,
    needsCredential,
    takesApiVersion: id === "azure-openai",
    modelPlaceholder: modelPlaceholder ?? null,
  };
}
