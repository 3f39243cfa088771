import type { ActionResult } from "@/lib/next/define-action";
import type { Navigation } from "@/lib/queries/navigation";

/** What the frame around every dashboard page shows. */
export interface ShellView {
  user: { name: string; email: string };
  organization: { id: string; name: string; slug: string };
  project: { id: string; name: string; slug: string };
  navigation: Navigation;
  isOnboarded: boolean;
  canCreateProject: boolean;
  createProject: (input: {
    organizationId: string;
    name: string;
  }) => Promise<ActionResult<{ id: string; name: string; slug: string }>>;
}
