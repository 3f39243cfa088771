import type { Trace, TraceBodies, TraceStatus } from "../protocol/trace";

/** What a list of traces can be narrowed by; every field given must hold. */
export interface TraceFilter {
  /** Inclusive. */
  from?: Date;
  /** Exclusive. */
  to?: Date;
  model?: string;
  provider?: string;
  status?: TraceStatus;
  user?: string;
  session?: string;
  run?: string;
  key?: string;
  endpoint?: string;
  isStream?: boolean;
}

export interface TraceListRequest {
  filter: TraceFilter;
  order: "asc" | "desc";
  limit: number;
  /** The id of the last row of the page before; the page starts after it in `order`. */
  cursor?: string;
}

export interface TraceListPage {
  traces: Trace[];
  hasMore: boolean;
}

/** How far the recorder has read in one writer's spool. */
export interface SpoolPosition {
  writerId: string;
  segment: number;
  byteOffset: number;
}

/** A call that was refused before a project was known. */
export interface RefusedCall {
  id: string;
  createdAt: Date;
  method: string;
  path: string;
  httpStatus: number;
  errorCode: string;
  errorMessage: string;
  /** `sk-prysm-` and eight hex digits when the refused key had that form. */
  keyPrefix: string | null;
  /** SHA-256 of the client's address. */
  addressHash: string;
  userAgent: string | null;
}

export interface TraceBatch {
  traces: readonly { trace: Trace; bodies: TraceBodies }[];
  refusedCalls: readonly RefusedCall[];
  positions: readonly SpoolPosition[];
}

/** Where traces live. Postgres is the first engine; a columnar one can stand behind the same port. */
export interface TraceStore {
  /** Writes rows, bodies and spool positions in one transaction. A trace already there is left as it is, so a replay doubles nothing. */
  append(batch: TraceBatch): Promise<void>;
  positions(): Promise<SpoolPosition[]>;
  /** The writer's spool is read to its end and gone. */
  forgetWriter(writerId: string): Promise<void>;
  list(projectId: string, request: TraceListRequest): Promise<TraceListPage>;
  /** Null when the project has no such trace, also when another project has. */
  find(
    projectId: string,
    traceId: string,
  ): Promise<(Trace & { bodies: TraceBodies | null }) | null>;
}
