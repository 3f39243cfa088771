import { HttpConnection, nowMs } from "./http-connection";
import { type ClosedJob, type LoadResult, requestBytes } from "./load-job";
import { Tally } from "./tally";

const MAX_FAILURES_IN_A_ROW = 20;

/** Every request that was sent is waited for, so that the counts of both ends must agree. */
export async function runClosedLoop(job: ClosedJob): Promise<LoadResult> {
  const startMs = nowMs();
  const endMs = startMs + job.warmUpMs + job.durationMs;
  const tally = new Tally(startMs + job.warmUpMs, endMs);
  const request = requestBytes(job.target, job.body);
  const workers = Array.from({ length: job.connections }, () => drive(job, request, endMs, tally));
  await Promise.all(workers);
  return tally.finish();
}

function drive(job: ClosedJob, request: Buffer, endMs: number, tally: Tally): Promise<void> {
  return new Promise((resolve) => {
    let connection = new HttpConnection(job.target.port);
    let failures = 0;
    const next = () => {
      const sentAtMs = nowMs();
      connection.send(request, (exchange) => {
        tally.add(exchange, sentAtMs);
        failures = exchange.status === 0 ? failures + 1 : 0;
        if (exchange.endAtMs >= endMs || failures > MAX_FAILURES_IN_A_ROW) {
          connection.close();
          resolve();
          return;
        }
        if (!exchange.isReusable) {
          connection.close();
          connection = new HttpConnection(job.target.port);
        }
        next();
      });
    };
    next();
  });
}
