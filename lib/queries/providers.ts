import { prisma } from "../db/prisma";
import { getProjectRecord } from "../db/projects";
import { listProviderRecords } from "../db/providers";
import { instanceUpstreams } from "../instance-upstreams";
import { runtime } from "../runtime";

export interface ProviderRow {
  id: string;
  name: string;
  kind: string;
  baseUrl: string;
  /** Like `sk-…4f2a`; null when the upstream needs no key. */
  credentialHint: string | null;
  defaultModel: string | null;
  isDefault: boolean;
  updatedAt: string;
}

export interface ProviderSettings {
  providers: ProviderRow[];
  /** Name of the project's choice; null means the instance's default. */
  defaultProvider: string | null;
  instanceDefault: string;
}

export async function listProviders(projectId: string): Promise<ProviderSettings> {
  const [project, records] = await Promise.all([
    getProjectRecord(prisma(), projectId),
    listProviderRecords(prisma(), projectId),
  ]);
  return {
    providers: records.map((record) => ({
      id: record.id,
      name: record.name,
      kind: record.kind,
      baseUrl: record.baseUrl,
      credentialHint: record.credentialHint,
      defaultModel: record.defaultModel,
      isDefault: record.name === project.defaultProvider,
      updatedAt: record.updatedAt.toISOString(),
    })),
    defaultProvider: project.defaultProvider,
    instanceDefault: instanceUpstreams(runtime().env)[0]?.name ?? "echo",
  };
}
