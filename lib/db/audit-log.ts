import { newId } from "../ids";
import type { Db } from "./prisma";

export interface AuditEntry {
  organizationId: string;
  projectId: string | null;
  actorType: string;
  actorId: string | null;
  /** `noun.verb`, such as `api_key.create`. */
  action: string;
  targetId: string | null;
  /** Never a secret: what changed, in names and hints. */
  details?: Record<string, string | number | boolean | null>;
}

export async function insertAuditEntry(db: Db, entry: AuditEntry): Promise<void> {
  await db.auditEntry.create({ data: { ...entry, id: newId() } });
}
