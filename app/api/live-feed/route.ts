import { answer } from "@/lib/next/define-route";
import { openLiveFeed } from "@/lib/next/live-feed";
import { requireProjectAccess } from "@/lib/next/require-access";

export const dynamic = "force-dynamic";

export function GET(request: Request): Promise<Response> {
  return answer(async () => {
    const projectId = new URL(request.url).searchParams.get("projectId") ?? "";
    const context = await requireProjectAccess(projectId);
    return openLiveFeed(context, request.signal);
  });
}
