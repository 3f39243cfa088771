import type { Metadata } from "next";
import { RequestsView } from "@/components/requests/requests-view";
import { requireProject } from "@/lib/next/session";
import { listRequestFacets, listRequests, parseRequestFilters } from "@/lib/queries/requests";

export const metadata: Metadata = { title: "Requests" };

interface RequestsPageProps {
  params: Promise<{ org: string; project: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function RequestsPage({ params, searchParams }: RequestsPageProps) {
  const { org, project: slug } = await params;
  const { organization, project } = await requireProject(org, slug);
  const filters = parseRequestFilters(await searchParams);
  const [initialPage, facets] = await Promise.all([
    listRequests(project.id, filters),
    listRequestFacets(project.id, {}),
  ]);
  const set = Object.entries(filters).sort(([a], [b]) => (a < b ? -1 : 1));
  return (
    <RequestsView
      projectId={project.id}
      base={`/dashboard/${organization.slug}/${project.slug}`}
      initialQuery={new URLSearchParams(set).toString()}
      initialPage={initialPage}
      facets={facets}
    />
  );
}
