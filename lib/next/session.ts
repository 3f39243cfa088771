import { notFound, redirect } from "next/navigation";
import { getServerSession } from "next-auth";
import { cache } from "react";
import { prisma } from "../db/prisma";
import { findProjectAccess } from "../db/projects";
import { findUserById } from "../db/users";
import { isId } from "../ids";
import type { Role } from "../services/permissions";
import { authOptions } from "./auth-options";

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

/** The signed-in user as the database knows them now, or null: who was deleted is out at once. */
export const findUser = cache(async (): Promise<SessionUser | null> => {
  const session = await getServerSession(authOptions());
  const userId = session?.user.id ?? "";
  const user = isId(userId) ? await findUserById(prisma(), userId) : null;
  return user && { id: user.id, name: user.name, email: user.email, image: user.image };
});

/** For pages: redirects to /sign-in when nobody is signed in. */
export async function requireUser(): Promise<SessionUser> {
  return (await findUser()) ?? redirect("/sign-in");
}

/** For pages: notFound() when the project does not exist or the user is no member of its organization. */
export const requireProject = cache(
  async (orgSlug: string, projectSlug: string): Promise<ProjectContext> => {
    const user = await requireUser();
    const access = await findProjectAccess(prisma(), user.id, { orgSlug, projectSlug });
    if (!access) notFound();
    const { organization, role } = access;
    const { id, name, slug } = access.project;
    return { user, organization, project: { id, name, slug }, role };
  },
);
