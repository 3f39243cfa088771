import { runtime } from "../runtime";
import { PostgresTraceStore } from "./postgres-trace-store";
import type { TraceStore } from "./trace-store";

/** This process's trace store. */
export function openTraceStore(): TraceStore {
  const current = runtime();
  return current.once("trace-store", () => new PostgresTraceStore(current.pool));
}
