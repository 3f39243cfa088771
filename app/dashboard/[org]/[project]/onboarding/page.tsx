import type { Metadata } from "next";
import { OnboardingView } from "@/components/onboarding/onboarding-view";
import { getBaseUrl } from "@/lib/next/base-url";
import { requireProject } from "@/lib/next/session";
import { getViewerAddress } from "@/lib/next/viewer-address";
import { getOnboarding } from "@/lib/queries/onboarding";
import { can } from "@/lib/services/permissions";
import { createKeyAction } from "../keys/actions";

export const metadata: Metadata = { title: "Get started" };

interface OnboardingPageProps {
  params: Promise<{ org: string; project: string }>;
}

export default async function OnboardingPage({ params }: OnboardingPageProps) {
  const slugs = await params;
  const { organization, project, role } = await requireProject(slugs.org, slugs.project);
  return (
    <OnboardingView
      projectId={project.id}
      base={`/dashboard/${organization.slug}/${project.slug}`}
      baseUrl={await getBaseUrl()}
      initial={await getOnboarding(project.id, await getViewerAddress())}
      canCreateKey={can(role, "key.create")}
      createKey={createKeyAction}
    />
  );
}
