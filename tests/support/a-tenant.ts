import { prisma } from "../../lib/db/prisma";
import { findProjectAccess } from "../../lib/db/projects";
import { signUp } from "../../lib/services/account/sign-up";
import type { ServiceContext } from "../../lib/services/service-context";

let count = 0;

export interface Tenant {
  userId: string;
  email: string;
  organizationSlug: string;
  projectSlug: string;
  projectId: string;
  context: ServiceContext;
}

export const TENANT_PASSWORD = "correct horse battery";

/** A person who signed up, with the organization and project that came with it. */
export async function aTenant(name = "Ada"): Promise<Tenant> {
  count += 1;
  const email = `tenant-${count}@example.com`;
  const signedUp = await signUp({ name, email, password: TENANT_PASSWORD });
  const access = await findProjectAccess(prisma(), signedUp.userId, {
    orgSlug: signedUp.organizationSlug,
    projectSlug: signedUp.projectSlug,
  });
  if (!access) throw new Error("A new user cannot see their own project.");
  return {
    ...signedUp,
    email,
    projectId: access.project.id,
    context: {
      actor: { type: "user", userId: signedUp.userId },
      organizationId: access.organization.id,
      projectId: access.project.id,
      role: access.role,
    },
  };
}
