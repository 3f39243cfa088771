import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { RequestDetailView } from "@/components/request-detail/request-detail-view";
import { requireProject } from "@/lib/next/session";
import { findRequestDetail } from "@/lib/queries/request-detail";

export const metadata: Metadata = { title: "Request" };

interface RequestDetailPageProps {
  params: Promise<{ org: string; project: string; traceId: string }>;
}

export default async function RequestDetailPage({ params }: RequestDetailPageProps) {
  const { org, project: slug, traceId } = await params;
  const { organization, project } = await requireProject(org, slug);
  const detail = await findRequestDetail(project.id, traceId);
  if (!detail) notFound();
  return (
    <RequestDetailView
      detail={detail}
      projectId={project.id}
      base={`/dashboard/${organization.slug}/${project.slug}`}
    />
  );
}
