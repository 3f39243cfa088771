import { openTraceStore } from "../db/open-trace-store";
import type { TraceFilter, TraceListRequest } from "../db/trace-store";
import { PrysmError } from "../errors";
import { isId } from "../ids";
import { TRACE_STATUSES } from "../protocol/trace";
import { toTraceObject, toWholeTraceObject } from "../protocol/trace-object";
import { parseInstant } from "./parse-instant";

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;
const MAX_TEXT_LENGTH = 512;

type Parsed = { filter: TraceFilter } & Omit<TraceListRequest, "filter">;
type Reader = (value: string, parsed: Parsed, name: string) => void;

const PARAMETERS: Readonly<Record<string, Reader>> = {
  limit: (value, parsed) => {
    parsed.limit = readLimit(value);
  },
  cursor: (value, parsed) => {
    if (!isId(value)) throw malformed("cursor", "send the next_cursor of the page before");
    parsed.cursor = value.toLowerCase();
  },
  order: (value, parsed) => {
    if (value !== "asc" && value !== "desc") throw malformed("order", "expected asc or desc");
    parsed.order = value;
  },
  from: (value, { filter }) => {
    filter.from = readInstant("from", value);
  },
  to: (value, { filter }) => {
    filter.to = readInstant("to", value);
  },
  status: (value, { filter }) => {
    const status = TRACE_STATUSES.find((known) => known === value);
    if (!status) throw malformed("status", `expected one of ${TRACE_STATUSES.join(", ")}`);
    filter.status = status;
  },
  key: (value, { filter }) => {
    if (!isId(value)) throw malformed("key", "expected the id of an API key, a UUID");
    filter.key = value;
  },
  model: textInto("model"),
  provider: textInto("provider"),
  user: textInto("user"),
  session: textInto("session"),
  run: textInto("run"),
  endpoint: textInto("endpoint"),
};

/** `GET /api/v1/traces`: one page of a project's traces. Throws a 400 that names the parameter at fault. */
export async function listTraceObjects(projectId: string, searchParams: URLSearchParams) {
  const request = parseParameters(searchParams);
  const { traces, hasMore } = await openTraceStore().list(projectId, request);
  return {
    object: "list" as const,
    data: traces.map(toTraceObject),
    has_more: hasMore,
    next_cursor: hasMore ? (traces.at(-1)?.id ?? null) : null,
  };
}

/** `GET /api/v1/traces/{id}`: one trace with its bodies; another project's is as unknown as none. */
export async function getTraceObject(projectId: string, traceId: string) {
  const trace = isId(traceId) ? await openTraceStore().find(projectId, traceId) : null;
  if (!trace) {
    const message = "There is no such trace in the project of this API key.";
    throw new PrysmError("not_found", message, { param: "id" });
  }
  return toWholeTraceObject(trace);
}

function parseParameters(searchParams: URLSearchParams): Parsed {
  const parsed: Parsed = { filter: {}, order: "desc", limit: DEFAULT_LIMIT };
  for (const name of new Set(searchParams.keys())) {
    const read = Object.hasOwn(PARAMETERS, name) ? PARAMETERS[name] : undefined;
    if (!read) throw unknownParameter(name);
    const [value = "", ...others] = searchParams.getAll(name);
    if (others.length > 0) throw malformed(name, "it was given more than once");
    if (value === "") throw malformed(name, "it is empty; leave it out instead");
    read(value, parsed, name);
  }
  return parsed;
}

function textInto(field: "model" | "provider" | "user" | "session" | "run" | "endpoint"): Reader {
  return (value, { filter }) => {
    if (value.length > MAX_TEXT_LENGTH) {
      throw malformed(field, `expected at most ${MAX_TEXT_LENGTH} characters`);
    }
    // Postgres stores no NUL, so no trace can match it.
    if (value.includes("\0")) throw malformed(field, "it holds a NUL character");
    filter[field] = value;
  };
}

function readLimit(value: string): number {
  const limit = /^\d{1,3}$/.test(value) ? Number(value) : 0;
  if (limit < 1 || limit > MAX_LIMIT) {
    throw malformed("limit", `expected a whole number from 1 to ${MAX_LIMIT}`);
  }
  return limit;
}

function readInstant(name: string, value: string): Date {
  const instant = parseInstant(value);
  if (!instant) {
    throw malformed(name, "expected ISO 8601 such as 2026-01-31T12:00:00Z, or Unix seconds");
  }
  return instant;
}

function malformed(name: string, expectation: string): PrysmError {
  const message = `The query parameter "${name}" is not valid: ${expectation}.`;
  return new PrysmError("invalid_request", message, { param: name });
}

function unknownParameter(name: string): PrysmError {
  const known = Object.keys(PARAMETERS).sort().join(", ");
  const shown = JSON.stringify(name.slice(0, 100));
  const message = `The query parameter ${shown} is not known here. Known are: ${known}.`;
  return new PrysmError("invalid_request", message, { param: name.slice(0, 100) });
}
