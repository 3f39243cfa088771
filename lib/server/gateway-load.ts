import { performance } from "node:perf_hooks";

const SAMPLE_MS = 250;
/** Share of time the event loop works rather than waits; beyond it, calls queue. */
const BUSY_UTILIZATION = 0.75;
const REMEMBER_MS = 1_000;

export interface LoadMessage {
  type: "busy";
}

/** The gateway's end: tells the worker while there is hardly time left. Returns the function that ends it. */
export function reportLoad(tell: (message: LoadMessage) => void): () => void {
  let last = performance.eventLoopUtilization();
  const timer = setInterval(() => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, last);
    last = now;
    if (utilization > BUSY_UTILIZATION) tell({ type: "busy" });
  }, SAMPLE_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** The worker's end: says whether the gateway was busy within the last second. */
export function watchLoad(): () => boolean {
  let busyUntilMs = Number.NEGATIVE_INFINITY;
  process.on("message", (message: { type?: unknown }) => {
    if (message.type === "busy") busyUntilMs = performance.now() + REMEMBER_MS;
  });
  return () => performance.now() < busyUntilMs;
}
