import { redirect } from "next/navigation";
import { findUser } from "@/lib/next/session";
import { getNavigation } from "@/lib/queries/navigation";

export default async function HomePage() {
  const user = await findUser();
  if (!user) redirect("/sign-in");
  const { organizations } = await getNavigation(user.id);
  const organization = organizations.find(({ projects }) => projects.length > 0);
  const project = organization?.projects[0];
  if (!organization || !project) redirect("/sign-in?error=NoProject");
  redirect(`/dashboard/${organization.slug}/${project.slug}/requests`);
}
