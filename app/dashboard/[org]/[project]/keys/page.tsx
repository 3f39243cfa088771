import type { Metadata } from "next";
import { KeysView } from "@/components/keys/keys-view";
import { requireProject } from "@/lib/next/session";
import { listApiKeys } from "@/lib/queries/api-keys";
import { can } from "@/lib/services/permissions";
import { createKeyAction, revokeKeyAction } from "./actions";

export const metadata: Metadata = { title: "API keys" };

interface KeysPageProps {
  params: Promise<{ org: string; project: string }>;
}

export default async function KeysPage({ params }: KeysPageProps) {
  const slugs = await params;
  const { project, role } = await requireProject(slugs.org, slugs.project);
  return (
    <KeysView
      projectId={project.id}
      keys={await listApiKeys(project.id)}
      canCreate={can(role, "key.create")}
      canRevoke={can(role, "key.revoke")}
      createKey={createKeyAction}
      revokeKey={revokeKeyAction}
    />
  );
}
