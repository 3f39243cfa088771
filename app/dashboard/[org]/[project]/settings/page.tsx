import { redirect } from "next/navigation";

interface SettingsPageProps {
  params: Promise<{ org: string; project: string }>;
}

export default async function SettingsPage({ params }: SettingsPageProps) {
  const { org, project } = await params;
  const base = `/dashboard/${encodeURIComponent(org)}/${encodeURIComponent(project)}`;
  redirect(`${base}/settings/providers`);
}
