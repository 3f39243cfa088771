import { PrysmError } from "../errors";

export const ROLES = ["owner", "admin", "member", "viewer"] as const;
export type Role = (typeof ROLES)[number];

/** Who may do what: the least role that an action needs. Every role above it may as well. */
const LEAST_ROLE = {
  "trace.read": "viewer",
  "key.create": "member",
  "key.revoke": "member",
  "provider.manage": "admin",
  "project.create": "admin",
} as const satisfies Record<string, Role>;

export type Permission = keyof typeof LEAST_ROLE;

export function can(role: Role, permission: Permission): boolean {
  return ROLES.indexOf(role) <= ROLES.indexOf(LEAST_ROLE[permission]);
}

/** Throws `permission_denied`, naming the role that the action needs. */
export function requirePermission(context: { role: Role }, permission: Permission): void {
  if (can(context.role, permission)) return;
  throw new PrysmError(
    "permission_denied",
    `Your role in this organization is ${context.role}; this needs ${LEAST_ROLE[permission]} or higher. Ask an owner or admin.`,
  );
}
