import { listMemberships } from "../db/organizations";
import { prisma } from "../db/prisma";
import type { Role } from "../services/permissions";

export interface NavigationProject {
  id: string;
  name: string;
  slug: string;
}

export interface NavigationOrganization {
  id: string;
  name: string;
  slug: string;
  role: Role;
  projects: NavigationProject[];
}

export interface Navigation {
  organizations: NavigationOrganization[];
}

/** Everything the user may switch to, oldest first. */
export async function getNavigation(userId: string): Promise<Navigation> {
  const memberships = await listMemberships(prisma(), userId);
  return {
    organizations: memberships.map(({ role, organization }) => ({ ...organization, role })),
  };
}
