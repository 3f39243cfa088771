import type { Pool } from "pg";

/** Notes when keys were last used; never moves the time back. */
export async function touchApiKeys(pool: Pool, lastUsed: ReadonlyMap<string, Date>): Promise<void> {
  if (lastUsed.size === 0) return;
  await pool.query(
    `UPDATE api_keys AS k SET last_used_at = GREATEST(k.last_used_at, u.at)
       FROM unnest($1::uuid[], $2::timestamptz[]) AS u(id, at) WHERE k.id = u.id`,
    [[...lastUsed.keys()], [...lastUsed.values()]],
  );
}
