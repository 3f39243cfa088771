import type { Pool } from "pg";
import { firstIdAt } from "../ids";

const KEEP_MS = 7 * 86_400_000;

/** Refused calls help in the moment they happen; after a week they are of no use to anybody. */
export async function deleteOldRefusedCalls(pool: Pool, nowMs: number): Promise<void> {
  await pool.query("DELETE FROM refused_calls WHERE id < $1", [firstIdAt(nowMs - KEEP_MS)]);
}
