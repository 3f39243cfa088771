import { firstIdAt } from "../ids";
import { runtime } from "../runtime";
import type { RefusedCall } from "./trace-store";

export interface RefusedCallFilter {
  since: Date;
  /** Prefixes of the project's own keys. */
  keyPrefixes: readonly string[];
  /** SHA-256 of each spelling of the viewer's address. */
  addressHashes: readonly string[];
  limit: number;
}

export type RefusedCallSummary = Pick<
  RefusedCall,
  "id" | "createdAt" | "httpStatus" | "errorCode" | "errorMessage" | "keyPrefix"
>;

/** Refused calls that came from one address or named one of these keys, latest first. */
export async function listRefusedCalls(filter: RefusedCallFilter): Promise<RefusedCallSummary[]> {
  const { rows } = await runtime().pool.query(
    `SELECT id, created_at, http_status, error_code, error_message, key_prefix FROM refused_calls
      WHERE id >= $1 AND (address_hash = ANY($2) OR key_prefix = ANY($3))
      ORDER BY id DESC LIMIT $4`,
    [firstIdAt(filter.since.getTime()), filter.addressHashes, filter.keyPrefixes, filter.limit],
  );
  return rows.map((row) => ({
    id: row.id,
    createdAt: row.created_at,
    httpStatus: row.http_status,
    errorCode: row.error_code,
    errorMessage: row.error_message,
    keyPrefix: row.key_prefix,
  }));
}
