import { PostgresTraceStore } from "../db/postgres-trace-store";
import { touchApiKeys } from "../db/touch-api-keys";
import { ensureTracePartitions } from "../db/trace-partitions";
import type { CallRecordSink } from "../protocol/call-record";
import { runtime } from "../runtime";
import { DirectSink } from "./direct-sink";
import { spoolDirectory } from "./spool-files";
import { SpoolWriter } from "./spool-writer";

/** Where this process's calls are written down, as PRYSM_RECORD says. */
export function createRecordSink(): CallRecordSink {
  const { env, log, pool, once } = runtime();
  if (env.PRYSM_RECORD === "spool") {
    const directory = spoolDirectory(env.PRYSM_DATA_DIR);
    const open = () =>
      new SpoolWriter({ spoolDirectory: directory, maxBytes: env.PRYSM_SPOOL_MAX_BYTES, log });
    return once("recorder.sink", open, (writer) => writer.close());
  }
  const open = () =>
    new DirectSink({
      store: new PostgresTraceStore(pool),
      log,
      prepare: () => ensureTracePartitions(pool, Date.now()),
      onCommitted: (traces) => touchApiKeys(pool, lastUsedKeys(traces)),
    });
  return once("recorder.sink", open, (sink) => sink.flush());
}

function lastUsedKeys(
  traces: readonly { keyId: string | null; createdAt: Date }[],
): Map<string, Date> {
  return new Map(traces.flatMap(({ keyId, createdAt }) => (keyId ? [[keyId, createdAt]] : [])));
}
