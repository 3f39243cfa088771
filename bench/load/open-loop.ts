import { setTimeout as pause } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { HttpConnection, nowMs } from "./http-connection";
import { type LoadResult, type OpenJob, requestBytes } from "./load-job";
import { Tally } from "./tally";

const MAX_WAITING = 1_000;
const LEAD_MS = 50;
const LAST_ANSWERS_MS = 20_000;

/**
 * Constant arrival rate. Latency counts from the scheduled time, so a stall shows in every request that
 * should have left meanwhile, and not only in the one that met it.
 */
export async function runOpenLoop(job: OpenJob): Promise<LoadResult> {
  const totalMs = job.warmUpMs + job.durationMs;
  const startMs = nowMs() + LEAD_MS;
  const tally = new Tally(startMs + job.warmUpMs, startMs + totalMs);
  const request = requestBytes(job.target, job.body);
  const idle: HttpConnection[] = [];
  const all = new Set<HttpConnection>();
  let waiting = 0;

  const send = (dueMs: number) => {
    if (waiting >= MAX_WAITING) return tally.addUnsent();
    const connection = takeOpen(idle) ?? new HttpConnection(job.target.port);
    all.add(connection);
    waiting += 1;
    connection.send(request, (exchange) => {
      waiting -= 1;
      tally.add(exchange, dueMs);
      if (exchange.isReusable) {
        idle.push(connection);
        return;
      }
      connection.close();
      all.delete(connection);
    });
  };

  await tick(
    { startMs, intervalMs: 1000 / job.ratePerSecond, count: (job.ratePerSecond * totalMs) / 1000 },
    send,
  );
  const deadlineMs = nowMs() + LAST_ANSWERS_MS;
  while (waiting > 0 && nowMs() < deadlineMs) await pause(20);
  for (let missing = waiting; missing > 0; missing--) tally.addUnsent();
  for (const connection of all) connection.close();
  return tally.finish();
}

function takeOpen(idle: HttpConnection[]): HttpConnection | undefined {
  for (;;) {
    const connection = idle.pop();
    if (!connection || connection.isOpen) return connection;
  }
}

function tick(
  schedule: { startMs: number; intervalMs: number; count: number },
  onDue: (dueMs: number) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./ticker.mjs", import.meta.url), {
      workerData: schedule,
      execArgv: [],
    });
    worker.on("message", onDue);
    worker.once("error", reject);
    worker.once("exit", () => resolve());
  });
}
