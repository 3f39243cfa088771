import type { Pool } from "pg";
import { firstIdAt } from "../ids";

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;
/** 1970-01-05, a Monday. */
const FIRST_MONDAY_MS = 4 * DAY_MS;
const WEEKS_BEHIND = 1;
const WEEKS_AHEAD = 2;

/** Creates the weekly partitions around `nowMs` that do not exist yet; safe in several processes at once. */
export async function ensureTracePartitions(pool: Pool, nowMs: number): Promise<void> {
  const current = FIRST_MONDAY_MS + Math.floor((nowMs - FIRST_MONDAY_MS) / WEEK_MS) * WEEK_MS;
  const client = await pool.connect();
  try {
    await client.query("SELECT pg_advisory_lock(hashtext('prysm.partitions'))");
    for (let week = -WEEKS_BEHIND; week <= WEEKS_AHEAD; week++) {
      const startMs = current + week * WEEK_MS;
      for (const table of ["traces", "trace_bodies"]) {
        await client.query(partitionSql(table, startMs));
      }
    }
  } finally {
    await client.query("SELECT pg_advisory_unlock(hashtext('prysm.partitions'))");
    client.release();
  }
}

function partitionSql(table: string, startMs: number): string {
  const monday = new Date(startMs).toISOString().slice(0, 10).replaceAll("-", "");
  return `CREATE TABLE IF NOT EXISTS ${table}_w${monday} PARTITION OF ${table}
    FOR VALUES FROM ('${firstIdAt(startMs)}') TO ('${firstIdAt(startMs + WEEK_MS)}')`;
}
