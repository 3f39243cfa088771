import { z } from "zod";
import { lockInTransaction, transaction } from "../../db/prisma";
import { insertProject, listProjectSlugs } from "../../db/projects";
import { displayName } from "../display-name";
import { parseInput } from "../parse-input";
import { requirePermission } from "../permissions";
import { recordAudit } from "../record-audit";
import type { ServiceContext } from "../service-context";
import { freeSlug, slugOf } from "../slug";

export const createProjectInput = z.object({ name: displayName("The project's name") });
export type CreateProjectInput = z.input<typeof createProjectInput>;

export async function createProject(
  context: Omit<ServiceContext, "projectId">,
  input: CreateProjectInput,
): Promise<{ id: string; name: string; slug: string }> {
  requirePermission(context, "project.create");
  const { name } = parseInput(createProjectInput, input);
  const { organizationId } = context;
  return transaction(async (db) => {
    await lockInTransaction(db, `prysm.project-slugs ${organizationId}`);
    const base = slugOf(name, "project");
    const slug = freeSlug(base, await listProjectSlugs(db, organizationId, base));
    const { id } = await insertProject(db, { organizationId, name, slug });
    const scope = { actor: context.actor, organizationId, projectId: id };
    await recordAudit(db, scope, {
      action: "project.create",
      targetId: id,
      details: { name, slug },
    });
    return { id, name, slug };
  });
}
