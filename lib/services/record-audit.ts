import { type AuditEntry, insertAuditEntry } from "../db/audit-log";
import type { Db } from "../db/prisma";
import type { Actor } from "./service-context";

export interface AuditScope {
  actor: Actor;
  organizationId: string;
  projectId?: string;
}

/** Writes who did what, in the transaction of the change itself. */
export function recordAudit(
  db: Db,
  scope: AuditScope,
  event: Pick<AuditEntry, "action" | "targetId" | "details">,
): Promise<void> {
  return insertAuditEntry(db, {
    ...event,
    organizationId: scope.organizationId,
    projectId: scope.projectId ?? null,
    actorType: scope.actor.type,
    actorId: scope.actor.userId,
  });
}
