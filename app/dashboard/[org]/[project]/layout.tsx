import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { Shell } from "@/components/layout/shell";
import { requireProject } from "@/lib/next/session";
import { getNavigation } from "@/lib/queries/navigation";
import { listRequests } from "@/lib/queries/requests";
import { can } from "@/lib/services/permissions";
import { createProjectAction } from "../../actions";

interface ProjectLayoutProps {
  children: ReactNode;
  params: Promise<{ org: string; project: string }>;
}

export default async function ProjectLayout({ children, params }: ProjectLayoutProps) {
  const slugs = await params;
  const { user, organization, project, role } = await requireProject(slugs.org, slugs.project);
  const [navigation, answered, jar] = await Promise.all([
    getNavigation(user.id),
    listRequests(project.id, { status: "success" }, { limit: 1 }),
    cookies(),
  ]);
  const view = {
    user: { name: user.name, email: user.email },
    organization,
    project,
    navigation,
    isOnboarded: answered.rows.length > 0,
    canCreateProject: can(role, "project.create"),
    createProject: createProjectAction,
  };
  return (
    <Shell view={view} isRailCollapsed={jar.get("prysm_rail")?.value === "collapsed"}>
      {children}
    </Shell>
  );
}
