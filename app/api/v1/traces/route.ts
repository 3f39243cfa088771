import { defineKeyRoute, refuseMethod } from "@/lib/next/define-key-route";
import { listTraceObjects } from "@/lib/queries/read-api";

export const GET = defineKeyRoute("read", ({ key, searchParams }) =>
  listTraceObjects(key.projectId, searchParams),
);

const refuse = refuseMethod("read", "GET");

export { refuse as DELETE, refuse as PATCH, refuse as POST, refuse as PUT };
