import { constants, setPriority } from "node:os";
import type { Pool } from "pg";
import { deleteOldRefusedCalls } from "../db/delete-old-refused-calls";
import { PostgresTraceStore } from "../db/postgres-trace-store";
import { touchApiKeys } from "../db/touch-api-keys";
import { ensureTracePartitions } from "../db/trace-partitions";
import type { Trace } from "../protocol/trace";
import { runtime } from "../runtime";
import { Recorder } from "./recorder";
import { spoolDirectory } from "./spool-files";

const HOUSEKEEPING_MS = 3_600_000;
const KEY_TOUCH_MS = 10_000;
const DRAIN_MS = 15_000;

/**
 * Starts moving spooled calls into the database, at a lower priority than the calls themselves.
 * `isGatewayBusy` says when the gateway on this machine needs every processor.
 */
export async function startRecorder(
  isGatewayBusy: () => boolean,
): Promise<{ stop(): Promise<void> }> {
  const { env, log, pool } = runtime();
  if (env.PRYSM_ROLE === "worker") yieldToCalls();
  await keepHouse(pool);
  let housekeptAtMs = Date.now();
  const touched = new Map<string, number>();
  const recorder = new Recorder({
    store: new PostgresTraceStore(pool),
    spoolDirectory: spoolDirectory(env.PRYSM_DATA_DIR),
    log,
    maxWaitingBytes: env.PRYSM_SPOOL_MAX_BYTES / 4,
    isGatewayBusy,
    onCommitted: (traces) => touchApiKeys(pool, keysToTouch(traces, touched)),
    onIdle: async () => {
      if (Date.now() - housekeptAtMs < HOUSEKEEPING_MS) return;
      await keepHouse(pool);
      housekeptAtMs = Date.now();
    },
  });
  recorder.start();
  return { stop: () => recorder.stop(DRAIN_MS) };
}

async function keepHouse(pool: Pool): Promise<void> {
  await ensureTracePartitions(pool, Date.now());
  await deleteOldRefusedCalls(pool, Date.now());
}

// Under saturation the recorder lags and catches up later; the proxy keeps its cores.
function yieldToCalls(): void {
  try {
    setPriority(constants.priority.PRIORITY_LOW);
  } catch {
    // Some sandboxes forbid it; recording works all the same.
  }
}

function keysToTouch(traces: readonly Trace[], touched: Map<string, number>): Map<string, Date> {
  const lastUsed = new Map<string, Date>();
  for (const { keyId, createdAt } of traces) {
    if (keyId && createdAt.getTime() - (touched.get(keyId) ?? 0) > KEY_TOUCH_MS) {
      lastUsed.set(keyId, createdAt);
    }
  }
  for (const [keyId, at] of lastUsed) touched.set(keyId, at.getTime());
  return lastUsed;
}
