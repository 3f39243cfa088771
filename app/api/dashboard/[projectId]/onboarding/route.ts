import { defineRoute } from "@/lib/next/define-route";
import { getViewerAddress } from "@/lib/next/viewer-address";
import { getOnboarding } from "@/lib/queries/onboarding";
import { parseInstant } from "@/lib/queries/parse-instant";

export const GET = defineRoute<{ projectId: string }>(async ({ context, searchParams }) => {
  const since = parseInstant(searchParams.get("since") ?? "");
  return getOnboarding(context.projectId, await getViewerAddress(), since ? { since } : {});
});
