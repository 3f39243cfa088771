import type { Role } from "../services/permissions";

export interface SessionUser {
  id: string;
  name: string;
  email: string;
  image: string | null;
}

export interface ProjectContext {
  user: SessionUser;
  organization: { id: string; name: string; slug: string };
  project: { id: string; name: string; slug: string };
  role: Role;
}

/** The signed-in user as the database knows them now, or null. */
export async function findUser(): Promise<SessionUser | null> {
  return null;
}

/** For pages: redirects to /sign-in when nobody is signed in. */
export async function requireUser(): Promise<SessionUser> {
  throw new Error("Not built yet.");
}

/** For pages: notFound() when the project does not exist or the user is no member of its organization. */
export async function requireProject(
  _orgSlug: string,
  _projectSlug: string,
): Promise<ProjectContext> {
  throw new Error("Not built yet.");
}
