import { PrysmError } from "@/lib/errors";
import { defineRoute } from "@/lib/next/define-route";
import { findRequestDetail } from "@/lib/queries/request-detail";

export const GET = defineRoute<{ projectId: string; traceId: string }>(
  async ({ context, params }) => {
    const detail = await findRequestDetail(context.projectId, params.traceId);
    if (!detail) throw new PrysmError("not_found", "This project has no such request.");
    return detail;
  },
);
