import { defineRoute } from "@/lib/next/define-route";
import { listRequests, parseRequestFilters } from "@/lib/queries/requests";

export const GET = defineRoute<{ projectId: string }>(async ({ context, searchParams }) => {
  const cursor = searchParams.get("cursor");
  const limit = Number.parseInt(searchParams.get("limit") ?? "", 10);
  return listRequests(context.projectId, parseRequestFilters(searchParams), {
    ...(cursor && { cursor }),
    ...(limit > 0 && { limit }),
  });
});
