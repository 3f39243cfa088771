import {
  insertMembership,
  insertOrganization,
  listOrganizationSlugs,
  type OrganizationRecord,
} from "../../db/organizations";
import { type Db, lockInTransaction } from "../../db/prisma";
import { insertProject, type ProjectRecord } from "../../db/projects";
import { recordAudit } from "../record-audit";
import { freeSlug, slugOf } from "../slug";

const FIRST_PROJECT = { name: "Default", slug: "default" };
// Kept for PRYSM_INIT_ORG's default, so that a sign-up cannot take it first.
const INSTANCE_SLUG = "default";

/** Creates an organization owned by the user, with its first project. */
export async function foundOrganization(
  db: Db,
  userId: string,
  name: string,
): Promise<{ organization: OrganizationRecord; project: ProjectRecord }> {
  await lockInTransaction(db, "prysm.organization-slugs");
  const base = slugOf(name, "organization");
  const taken = [INSTANCE_SLUG, ...(await listOrganizationSlugs(db, base))];
  const organization = await insertOrganization(db, { name, slug: freeSlug(base, taken) });
  await insertMembership(db, { organizationId: organization.id, userId, role: "owner" });
  const project = await insertProject(db, { ...FIRST_PROJECT, organizationId: organization.id });
  const scope = {
    actor: { type: "user" as const, userId },
    organizationId: organization.id,
    projectId: project.id,
  };
  await recordAudit(db, scope, {
    action: "organization.create",
    targetId: organization.id,
    details: { name, slug: organization.slug },
  });
  return { organization, project };
}
