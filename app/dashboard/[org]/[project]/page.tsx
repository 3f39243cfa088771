import { redirect } from "next/navigation";

interface ProjectPageProps {
  params: Promise<{ org: string; project: string }>;
}

export default async function ProjectPage({ params }: ProjectPageProps) {
  const { org, project } = await params;
  redirect(`/dashboard/${encodeURIComponent(org)}/${encodeURIComponent(project)}/requests`);
}
