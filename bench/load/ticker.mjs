import { parentPort, workerData } from "node:worker_threads";

// A thread that can sleep to a fraction of a millisecond; timers of the event loop know whole ones only.
const { startMs, intervalMs, count } = workerData;
const never = new Int32Array(new SharedArrayBuffer(4));

for (let index = 0; index < count; index++) {
  const dueMs = startMs + index * intervalMs;
  const waitMs = dueMs - Number(process.hrtime.bigint()) / 1e6;
  if (waitMs > 0) Atomics.wait(never, 0, 0, waitMs);
  parentPort.postMessage(dueMs);
}
