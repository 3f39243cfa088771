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

export async function listProviders(_projectId: string): Promise<ProviderSettings> {
  return { providers: [], defaultProvider: null, instanceDefault: "echo" };
}
