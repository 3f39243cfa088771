import type { TraceStatus } from "../protocol/trace";

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
  latencyMs: number;
  ttftMs: number | null;
  userId: string | null;
  sessionId: string | null;
  runId: string;
  keyId: string | null;
}

/** The filters as the URL holds them. */
export interface RequestFilters {
  /** One of REQUEST_RANGES. */
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

export interface RequestFacets {
  models: string[];
  providers: string[];
}

export type SearchParams =
  | URLSearchParams
  | Readonly<Record<string, string | string[] | undefined>>;

export function parseRequestFilters(_searchParams: SearchParams): RequestFilters {
  return {};
}

export async function listRequests(
  _projectId: string,
  _filters: RequestFilters,
  _page: { cursor?: string; limit?: number } = {},
): Promise<RequestPage> {
  return { rows: [], nextCursor: null };
}

export async function listRequestFacets(
  _projectId: string,
  _filters: RequestFilters,
): Promise<RequestFacets> {
  return { models: [], providers: [] };
}
