import type { Role } from "../../prisma/generated/enums";
import { newId } from "../ids";
import type { Db } from "./prisma";

export interface OrganizationRecord {
  id: string;
  name: string;
  slug: string;
}

const PUBLIC = { id: true, name: true, slug: true } as const;

export function findOrganizationBySlug(db: Db, slug: string): Promise<OrganizationRecord | null> {
  return db.organization.findUnique({ where: { slug }, select: PUBLIC });
}

export function insertOrganization(
  db: Db,
  organization: Omit<OrganizationRecord, "id">,
): Promise<OrganizationRecord> {
  return db.organization.create({ data: { ...organization, id: newId() }, select: PUBLIC });
}

/** Every organization slug that begins with `prefix`. */
export async function listOrganizationSlugs(db: Db, prefix: string): Promise<string[]> {
  const rows = await db.organization.findMany({
    where: { slug: { startsWith: prefix } },
    select: { slug: true },
  });
  return rows.map((row) => row.slug);
}

export interface MembershipRecord {
  organizationId: string;
  userId: string;
  role: Role;
}

export function findMembership(
  db: Db,
  organizationId: string,
  userId: string,
): Promise<MembershipRecord | null> {
  return db.membership.findUnique({
    where: { organizationId_userId: { organizationId, userId } },
  });
}

export async function insertMembership(db: Db, membership: MembershipRecord): Promise<void> {
  await db.membership.create({ data: membership });
}

/** The organizations of a user with their projects, oldest first. */
export async function listMemberships(db: Db, userId: string) {
  return db.membership.findMany({
    where: { userId },
    orderBy: [{ createdAt: "asc" }, { organizationId: "asc" }],
    select: {
      role: true,
      organization: {
        select: { ...PUBLIC, projects: { select: PUBLIC, orderBy: { id: "asc" } } },
      },
    },
  });
}
