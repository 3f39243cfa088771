import type { Role } from "./permissions";

export interface Actor {
  type: "user" | "system";
  /** Null for the instance itself. */
  userId: string | null;
}

/** On whose behalf and where a service acts. Made only from a membership that was read from the database. */
export interface ServiceContext {
  actor: Actor;
  organizationId: string;
  projectId: string;
  role: Role;
}
