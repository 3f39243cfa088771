import type { Role } from "../../prisma/generated/enums";
import { isId, newId } from "../ids";
import type { OrganizationRecord } from "./organizations";
import type { Db } from "./prisma";

export interface ProjectRecord {
  id: string;
  organizationId: string;
  name: string;
  slug: string;
  defaultProvider: string | null;
}

const COLUMNS = {
  id: true,
  organizationId: true,
  name: true,
  slug: true,
  defaultProvider: true,
} as const;

export function getProjectRecord(db: Db, id: string): Promise<ProjectRecord> {
  return db.project.findUniqueOrThrow({ where: { id }, select: COLUMNS });
}

export function findProjectBySlug(
  db: Db,
  organizationId: string,
  slug: string,
): Promise<ProjectRecord | null> {
  return db.project.findUnique({
    where: { organizationId_slug: { organizationId, slug } },
    select: COLUMNS,
  });
}

export function insertProject(
  db: Db,
  project: Pick<ProjectRecord, "organizationId" | "name" | "slug">,
): Promise<ProjectRecord> {
  return db.project.create({ data: { ...project, id: newId() }, select: COLUMNS });
}

/** Every project slug of an organization that begins with `prefix`. */
export async function listProjectSlugs(
  db: Db,
  organizationId: string,
  prefix: string,
): Promise<string[]> {
  const rows = await db.project.findMany({
    where: { organizationId, slug: { startsWith: prefix } },
    select: { slug: true },
  });
  return rows.map((row) => row.slug);
}

export async function updateDefaultProvider(
  db: Db,
  projectId: string,
  defaultProvider: string | null,
): Promise<void> {
  await db.project.update({ where: { id: projectId }, data: { defaultProvider } });
}

export interface ProjectAccess {
  project: ProjectRecord;
  organization: OrganizationRecord;
  role: Role;
}

export type ProjectAddress = { projectId: string } | { orgSlug: string; projectSlug: string };

/** A project as one user may see it; null when it does not exist or the user is no member there. */
export async function findProjectAccess(
  db: Db,
  userId: string,
  address: ProjectAddress,
): Promise<ProjectAccess | null> {
  if (!isWellFormed(address)) return null;
  const found = await db.project.findFirst({
    where:
      "projectId" in address
        ? { id: address.projectId, organization: { memberships: { some: { userId } } } }
        : {
            slug: address.projectSlug,
            organization: { slug: address.orgSlug, memberships: { some: { userId } } },
          },
    select: {
      ...COLUMNS,
      organization: {
        select: {
          id: true,
          name: true,
          slug: true,
          memberships: { where: { userId }, select: { role: true } },
        },
      },
    },
  });
  const role = found?.organization.memberships[0]?.role;
  if (!found || !role) return null;
  const { organization, ...project } = found;
  const { memberships: _, ...publicOrganization } = organization;
  return { project, organization: publicOrganization, role };
}

// What no row can hold is not worth a query, and Postgres refuses some of it (NUL) with an error.
function isWellFormed(address: ProjectAddress): boolean {
  if ("projectId" in address) return isId(address.projectId);
  return [address.orgSlug, address.projectSlug].every((slug) => /^[a-z0-9-]+$/.test(slug));
}
