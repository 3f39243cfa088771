import type { Metadata } from "next";
import { ProvidersView } from "@/components/providers/providers-view";
import { requireProject } from "@/lib/next/session";
import { listProviders } from "@/lib/queries/providers";
import { can } from "@/lib/services/permissions";
import {
  createProviderAction,
  deleteProviderAction,
  loadModelsAction,
  rotateProviderKeyAction,
  setDefaultProviderAction,
  testProviderAction,
  updateProviderAction,
} from "./actions";

export const metadata: Metadata = { title: "Providers" };

interface ProvidersPageProps {
  params: Promise<{ org: string; project: string }>;
}

export default async function ProvidersPage({ params }: ProvidersPageProps) {
  const slugs = await params;
  const { project, role } = await requireProject(slugs.org, slugs.project);
  return (
    <ProvidersView
      projectId={project.id}
      settings={await listProviders(project.id)}
      canManage={can(role, "provider.manage")}
      actions={{
        create: createProviderAction,
        update: updateProviderAction,
        remove: deleteProviderAction,
        setDefault: setDefaultProviderAction,
        rotateKey: rotateProviderKeyAction,
        test: testProviderAction,
        loadModels: loadModelsAction,
      }}
    />
  );
}
