import { openTraceStore } from "../db/open-trace-store";
import { listTraceFacets, type TraceFacets } from "../db/trace-facets";
import type { TraceFilter } from "../db/trace-store";
import { isId } from "../ids";
import { picoUsdToDecimal } from "../money";
import { TRACE_STATUSES, type Trace, type TraceStatus } from "../protocol/trace";
import { parseInstant } from "./parse-instant";

/** One line of the requests list. */
export interface RequestRow {
  id: string;
  /** ISO 8601, UTC. */
  createdAt: string;
  status: TraceStatus;
  httpStatus: number | null;
  errorMessage: string | null;
  provider: string | null;
  modelRequested: string | null;
  model: string | null;
  isStream: boolean;
  promptPreview: string | null;
  completionPreview: string | null;
  promptTokens: number | null;
  completionTokens: number | null;
  totalTokens: number | null;
  /** Exact decimal; null is unknown. */
  costUsd: string | null;
  latencyMs: number;
  ttftMs: number | null;
  userId: string | null;
  sessionId: string | null;
  runId: string;
  keyId: string | null;
}

/** The filters as the URL holds them. */
export interface RequestFilters {
  /** A key of RANGE_MS; it wins over `from` and `to`. */
  range?: string;
  from?: string;
  to?: string;
  model?: string;
  provider?: string;
  status?: string;
  user?: string;
  session?: string;
  run?: string;
  key?: string;
}

export interface RequestPage {
  rows: RequestRow[];
  nextCursor: string | null;
}

export type RequestFacets = TraceFacets;

export type SearchParams =
  | URLSearchParams
  | Readonly<Record<string, string | string[] | undefined>>;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const RANGE_MS: Readonly<Record<string, number>> = {
  "15m": 15 * MINUTE_MS,
  "1h": HOUR_MS,
  "24h": 24 * HOUR_MS,
  "7d": 7 * 24 * HOUR_MS,
  "30d": 30 * 24 * HOUR_MS,
};

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;
const MAX_FILTER_LENGTH = 512;

const FIELDS: Readonly<Record<keyof RequestFilters, (value: string) => boolean>> = {
  range: (value) => Object.hasOwn(RANGE_MS, value),
  from: (value) => parseInstant(value) !== null,
  to: (value) => parseInstant(value) !== null,
  model: isText,
  provider: isText,
  status: (value) => TRACE_STATUSES.some((status) => status === value),
  user: isText,
  session: isText,
  run: isText,
  key: isId,
};

/** The filters of a URL; what makes no sense is left out, so that an edited URL still shows a page. */
export function parseRequestFilters(searchParams: SearchParams): RequestFilters {
  const filters: RequestFilters = {};
  for (const field of Object.keys(FIELDS) as (keyof RequestFilters)[]) {
    const value = firstOf(searchParams, field);
    if (value && FIELDS[field](value)) filters[field] = value;
  }
  return filters;
}

/** One page of a project's requests, newest first. An unknown cursor starts at the top. */
export async function listRequests(
  projectId: string,
  filters: RequestFilters,
  page: { cursor?: string; limit?: number } = {},
): Promise<RequestPage> {
  const limit = Math.min(Math.max(page.limit ?? DEFAULT_LIMIT, 1), MAX_LIMIT);
  const { traces, hasMore } = await openTraceStore().list(projectId, {
    filter: toTraceFilter(filters),
    order: "desc",
    limit,
    ...(page.cursor && isId(page.cursor) ? { cursor: page.cursor } : {}),
  });
  const nextCursor = hasMore ? (traces.at(-1)?.id ?? null) : null;
  return { rows: traces.map(toRequestRow), nextCursor };
}

/** The models and providers a project's latest calls name, for the filter menus. */
export function listRequestFacets(
  projectId: string,
  filters: RequestFilters,
): Promise<RequestFacets> {
  const { from, to } = toTraceFilter(filters);
  return listTraceFacets(projectId, { ...(from && { from }), ...(to && { to }) });
}

export function toRequestRow(trace: Trace): RequestRow {
  return {
    id: trace.id,
    createdAt: trace.createdAt.toISOString(),
    status: trace.status,
    httpStatus: trace.httpStatus,
    errorMessage: trace.error?.message ?? null,
    provider: trace.provider,
    modelRequested: trace.modelRequested,
    model: trace.model,
    isStream: trace.isStream,
    promptPreview: trace.promptPreview,
    completionPreview: trace.completionPreview,
    promptTokens: trace.usage.promptTokens,
    completionTokens: trace.usage.completionTokens,
    totalTokens: trace.usage.totalTokens,
    costUsd: trace.costPicoUsd === null ? null : picoUsdToDecimal(trace.costPicoUsd),
    latencyMs: trace.latencyMs,
    ttftMs: trace.ttftMs,
    userId: trace.endUserId,
    sessionId: trace.sessionId,
    runId: trace.runId,
    keyId: trace.keyId,
  };
}

function toTraceFilter(given: RequestFilters): TraceFilter {
  const { range, from, to, status, ...texts } = parseRequestFilters({ ...given });
  const rangeMs = range ? RANGE_MS[range] : undefined;
  const start = rangeMs ? new Date(Date.now() - rangeMs) : parseInstant(from ?? "");
  const end = rangeMs ? null : parseInstant(to ?? "");
  const known = TRACE_STATUSES.find((candidate) => candidate === status);
  return {
    ...texts,
    ...(start && { from: start }),
    ...(end && { to: end }),
    ...(known && { status: known }),
  };
}

function firstOf(searchParams: SearchParams, name: string): string | null {
  if (searchParams instanceof URLSearchParams) return searchParams.get(name);
  const value = searchParams[name];
  return (Array.isArray(value) ? value[0] : value) ?? null;
}

function isText(value: string): boolean {
  return value.length <= MAX_FILTER_LENGTH && !value.includes("\0");
}
