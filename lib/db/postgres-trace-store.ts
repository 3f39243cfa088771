import type { Pool, PoolClient } from "pg";
import { firstIdAt, isId } from "../ids";
import type { Trace, TraceBodies } from "../protocol/trace";
import { storableJson } from "./storable-json";
import { fromBodyRow, toBodyRows } from "./trace-body-rows";
import { fromTraceRow, TRACE_COLUMNS, toTraceRow } from "./trace-row";
import type {
  SpoolPosition,
  TraceBatch,
  TraceFilter,
  TraceListPage,
  TraceListRequest,
  TraceStore,
} from "./trace-store";

const COLUMNS = Object.keys(TRACE_COLUMNS).join(", ");
const RECORD = Object.entries(TRACE_COLUMNS)
  .map(([column, type]) => `${column} ${type}`)
  .join(", ");

const INSERT_TRACES = `INSERT INTO traces (${COLUMNS})
  SELECT ${COLUMNS} FROM jsonb_to_recordset($1::jsonb) AS r(${RECORD}) ON CONFLICT DO NOTHING`;

const INSERT_BODIES = `INSERT INTO trace_bodies (project_id, id, encoding, request, response,
    raw_response, is_truncated, request_headers, response_headers)
  SELECT project_id, id, encoding,
    substring($2::bytea FROM request_start FOR request_bytes),
    substring($2::bytea FROM response_start FOR response_bytes),
    substring($2::bytea FROM raw_response_start FOR raw_response_bytes),
    is_truncated, request_headers, response_headers
  FROM jsonb_to_recordset($1::jsonb) AS r(project_id uuid, id uuid, encoding text,
    request_start int, request_bytes int, response_start int, response_bytes int,
    raw_response_start int, raw_response_bytes int,
    is_truncated boolean, request_headers jsonb, response_headers jsonb)
  ON CONFLICT DO NOTHING`;

const INSERT_REFUSED = `INSERT INTO refused_calls (id, created_at, method, path, http_status,
    error_code, error_message, key_prefix, address_hash, user_agent)
  SELECT * FROM jsonb_to_recordset($1::jsonb) AS r(id uuid, created_at timestamptz, method text,
    path text, http_status smallint, error_code text, error_message text, key_prefix text,
    address_hash text, user_agent text)
  ON CONFLICT DO NOTHING`;

const UPSERT_POSITION = `INSERT INTO spool_positions (writer_id, segment, byte_offset)
  VALUES ($1, $2, $3)
  ON CONFLICT (writer_id) DO UPDATE
    SET segment = excluded.segment, byte_offset = excluded.byte_offset, updated_at = now()`;

/** The trace store on plain Postgres. */
export class PostgresTraceStore implements TraceStore {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async append(batch: TraceBatch): Promise<void> {
    const client = await this.#pool.connect();
    let failure: Error | undefined;
    try {
      await client.query("BEGIN");
      await insertBatch(client, batch);
      await client.query("COMMIT");
    } catch (error) {
      failure = error as Error;
      await client.query("ROLLBACK").catch(() => undefined);
      throw error;
    } finally {
      client.release(isConnectionLost(failure));
    }
  }

  async positions(): Promise<SpoolPosition[]> {
    const { rows } = await this.#pool.query(
      "SELECT writer_id, segment, byte_offset FROM spool_positions",
    );
    return rows.map((row) => ({
      writerId: row.writer_id,
      segment: Number(row.segment),
      byteOffset: Number(row.byte_offset),
    }));
  }

  async forgetWriter(writerId: string): Promise<void> {
    await this.#pool.query("DELETE FROM spool_positions WHERE writer_id = $1", [writerId]);
  }

  async list(projectId: string, request: TraceListRequest): Promise<TraceListPage> {
    const { where, values } = conditions(projectId, request);
    const direction = request.order === "asc" ? "ASC" : "DESC";
    const { rows } = await this.#pool.query(
      `SELECT ${COLUMNS} FROM traces WHERE ${where} ORDER BY id ${direction} LIMIT ${request.limit + 1}`,
      values,
    );
    const traces = rows.slice(0, request.limit).map(fromTraceRow);
    return { traces, hasMore: rows.length > request.limit };
  }

  async find(
    projectId: string,
    traceId: string,
  ): Promise<(Trace & { bodies: TraceBodies | null }) | null> {
    if (!isId(traceId)) return null;
    const key = [projectId, traceId];
    const { rows } = await this.#pool.query(
      `SELECT ${COLUMNS} FROM traces WHERE project_id = $1 AND id = $2`,
      key,
    );
    if (!rows[0]) return null;
    const bodies = await this.#pool.query(
      "SELECT * FROM trace_bodies WHERE project_id = $1 AND id = $2",
      key,
    );
    return {
      ...fromTraceRow(rows[0]),
      bodies: bodies.rows[0] ? fromBodyRow(bodies.rows[0]) : null,
    };
  }
}

async function insertBatch(client: PoolClient, batch: TraceBatch): Promise<void> {
  if (batch.traces.length > 0) {
    const rows = batch.traces.map(({ trace }) => toTraceRow(trace));
    const bodies = toBodyRows(batch.traces);
    await client.query(INSERT_TRACES, [storableJson(rows)]);
    await client.query(INSERT_BODIES, [storableJson(bodies.rows), bodies.blob]);
    await announce(client, batch);
  }
  if (batch.refusedCalls.length > 0) {
    await client.query(INSERT_REFUSED, [storableJson(batch.refusedCalls.map(toSnakeCase))]);
  }
  for (const { writerId, segment, byteOffset } of batch.positions) {
    await client.query(UPSERT_POSITION, [writerId, segment, byteOffset]);
  }
}

// Delivered on commit, so whoever hears it finds the rows.
async function announce(client: PoolClient, batch: TraceBatch): Promise<void> {
  const counts = new Map<string, number>();
  for (const { trace } of batch.traces) {
    counts.set(trace.projectId, (counts.get(trace.projectId) ?? 0) + 1);
  }
  const payloads = [...counts].map(([projectId, count]) => JSON.stringify({ projectId, count }));
  await client.query(
    "SELECT pg_notify('prysm_traces', payload) FROM unnest($1::text[]) AS payload",
    [payloads],
  );
}

function toSnakeCase(value: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      field,
    ]),
  );
}

function conditions(projectId: string, { filter, order, cursor }: TraceListRequest) {
  const values: unknown[] = [projectId];
  const parts = ["project_id = $1"];
  const add = (sql: string, value: unknown) => {
    if (value === undefined) return;
    values.push(value);
    parts.push(`${sql} $${values.length}`);
  };
  add("id >=", filter.from && firstIdAt(filter.from.getTime()));
  add("id <", filter.to && firstIdAt(filter.to.getTime()));
  add(order === "asc" ? "id >" : "id <", cursor);
  if (filter.model !== undefined) {
    values.push(filter.model);
    const value = `$${values.length}`;
    // A call refused before it was routed has only the model it asked for.
    parts.push(`(model = ${value} OR (model IS NULL AND model_requested = ${value}))`);
  }
  for (const [field, column] of Object.entries(FILTER_COLUMNS)) {
    add(`${column} =`, filter[field as keyof TraceFilter]);
  }
  return { where: parts.join(" AND "), values };
}

const FILTER_COLUMNS: Readonly<Partial<Record<keyof TraceFilter, string>>> = {
  provider: "provider",
  status: "status",
  user: "end_user_id",
  session: "session_id",
  run: "run_id",
  key: "key_id",
  endpoint: "endpoint",
  isStream: "is_stream",
};

/** Errors of the statement carry a SQLSTATE; without one the connection itself is in doubt. */
function isConnectionLost(failure: Error | undefined): boolean {
  return (
    failure !== undefined && !("code" in failure && /^[0-9A-Z]{5}$/.test(String(failure.code)))
  );
}
