export interface ApiKeyRow {
  id: string;
  name: string;
  prefix: string;
  createdAt: string;
  /** Name of the person; null when the instance made it or the person is gone. */
  createdBy: string | null;
  lastUsedAt: string | null;
  revokedAt: string | null;
}

export async function listApiKeys(_projectId: string): Promise<ApiKeyRow[]> {
  return [];
}
