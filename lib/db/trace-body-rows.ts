import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { Trace, TraceBodies } from "../protocol/trace";

/** Below this, compressing costs more than it saves. */
const MIN_COMPRESSED_BYTES = 512;
const DEFLATE_LEVEL = 3;
const BODY_COLUMNS = ["request", "response", "raw_response"] as const;

export interface BodyRows {
  /** One object per row; each body is a stretch of `blob`. */
  rows: Record<string, unknown>[];
  blob: Buffer;
}

/** Bodies as rows beside one binary parameter: Postgres cuts the stretches out, nothing is sent as hex. */
export function toBodyRows(entries: readonly { trace: Trace; bodies: TraceBodies }[]): BodyRows {
  const parts: Buffer[] = [];
  let length = 0;
  const rows = entries.map(({ trace, bodies }) => {
    const raw = [bodies.request, bodies.response, bodies.rawResponse];
    const bytes = raw.reduce((sum, body) => sum + (body?.length ?? 0), 0);
    const isCompressed = bytes >= MIN_COMPRESSED_BYTES;
    const row: Record<string, unknown> = {
      project_id: trace.projectId,
      id: trace.id,
      encoding: isCompressed ? "deflate" : "identity",
      is_truncated: bodies.isTruncated,
      request_headers: bodies.requestHeaders,
      response_headers: bodies.responseHeaders,
    };
    for (const [index, column] of BODY_COLUMNS.entries()) {
      const body = raw[index];
      if (!body) continue;
      const stored = isCompressed ? deflateRawSync(body, { level: DEFLATE_LEVEL }) : body;
      row[`${column}_start`] = length + 1;
      row[`${column}_bytes`] = stored.length;
      length += stored.length;
      parts.push(stored);
    }
    return row;
  });
  return { rows, blob: Buffer.concat(parts) };
}

export function fromBodyRow(row: Record<string, unknown>): TraceBodies {
  const open = (column: (typeof BODY_COLUMNS)[number]) => {
    const stored = row[column] as Buffer | null;
    return stored && (row.encoding === "deflate" ? inflateRawSync(stored) : stored);
  };
  return {
    request: open("request"),
    response: open("response"),
    rawResponse: open("raw_response"),
    isTruncated: row.is_truncated as boolean,
    requestHeaders: row.request_headers as Record<string, string>,
    responseHeaders: row.response_headers as Record<string, string>,
  };
}
