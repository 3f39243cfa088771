import type { InfiniteData } from "@tanstack/react-query";
import type { RequestPage, RequestRow } from "@/lib/queries/requests";

/** Rows that arrived and are not in the list yet. */
export interface WaitingRows {
  /** The list they belong to. */
  query: string;
  rows: readonly RequestRow[];
  /** More arrived than one page holds: the loaded rows do not reach up to them. */
  isGap: boolean;
  nextCursor: string | null;
}

/** Adds what a fresh first page holds beyond the loaded rows to what already waits. */
export function mergeWaiting(
  held: WaitingRows,
  page: RequestPage,
  loaded: InfiniteData<RequestPage>,
): WaitingRows {
  const known = new Set(loaded.pages.flatMap(({ rows }) => rows.map(({ id }) => id)));
  const fresh = page.rows.filter(({ id }) => !known.has(id));
  if (known.size > 0 && page.nextCursor !== null && fresh.length === page.rows.length) {
    return { query: held.query, rows: fresh, isGap: true, nextCursor: page.nextCursor };
  }
  const stillWaiting = held.rows.filter(({ id }) => !known.has(id));
  return { ...held, rows: newestFirst([...fresh, ...stillWaiting]) };
}

/** The list with the waiting rows on top; after a gap the list begins anew from them. */
export function withRows(
  loaded: InfiniteData<RequestPage> | undefined,
  waiting: WaitingRows,
): InfiniteData<RequestPage> {
  const top = { rows: [...waiting.rows], nextCursor: waiting.nextCursor };
  const [first, ...others] = loaded?.pages ?? [];
  if (!loaded || !first || waiting.isGap) return { pages: [top], pageParams: [null] };
  return { ...loaded, pages: [{ ...first, rows: [...top.rows, ...first.rows] }, ...others] };
}

/** A long call is recorded after shorter ones that began later: arrival order is not time order. */
export function newestFirst(rows: readonly RequestRow[]): RequestRow[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return [...byId.values()].sort(
    (a, b) => compare(b.createdAt, a.createdAt) || compare(b.id, a.id),
  );
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
