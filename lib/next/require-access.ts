import { findMembership } from "../db/organizations";
import { prisma } from "../db/prisma";
import { findProjectAccess } from "../db/projects";
import { PrysmError } from "../errors";
import { isId } from "../ids";
import type { ServiceContext } from "../services/service-context";
import { findUser, type SessionUser } from "./session";

/** For actions and JSON routes: throws `not_signed_in`, where a page would redirect. */
export async function requireSignedIn(): Promise<SessionUser> {
  const user = await findUser();
  if (!user) throw new PrysmError("not_signed_in", "You are signed out. Sign in, then try again.");
  return user;
}

/** The signed-in user's place in a project; a foreign project is as unknown as none. */
export async function requireProjectAccess(projectId: string): Promise<ServiceContext> {
  const user = await requireSignedIn();
  const access = await findProjectAccess(prisma(), user.id, { projectId });
  if (!access) throw new PrysmError("not_found", "There is no such project.");
  return {
    actor: { type: "user", userId: user.id },
    organizationId: access.organization.id,
    projectId: access.project.id,
    role: access.role,
  };
}

/** The same for an organization, where no project exists yet. */
export async function requireOrganizationAccess(
  organizationId: string,
): Promise<Omit<ServiceContext, "projectId">> {
  const user = await requireSignedIn();
  const membership = isId(organizationId)
    ? await findMembership(prisma(), organizationId, user.id)
    : null;
  if (!membership) throw new PrysmError("not_found", "There is no such organization.");
  return { actor: { type: "user", userId: user.id }, organizationId, role: membership.role };
}
