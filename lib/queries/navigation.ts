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
export async function getNavigation(_userId: string): Promise<Navigation> {
  return { organizations: [] };
}
