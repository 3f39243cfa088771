import { defineKeyRoute, refuseMethod } from "@/lib/next/define-key-route";
import { getTraceObject } from "@/lib/queries/read-api";

export const GET = defineKeyRoute<{ id: string }>("read", ({ key, params }) =>
  getTraceObject(key.projectId, params.id),
);

const refuse = refuseMethod("read", "GET");

export { refuse as DELETE, refuse as PATCH, refuse as POST, refuse as PUT };
