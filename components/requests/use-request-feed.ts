"use client";

import { type InfiniteData, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useRef, useState } from "react";
import type { RequestPage, RequestRow } from "@/lib/queries/requests";
import { fetchJson } from "../live/fetch-json";
import { useLiveFeed } from "../live/use-live-feed";
import { mergeWaiting, newestFirst, type WaitingRows, withRows } from "./waiting-rows";

interface RequestFeedOptions {
  projectId: string;
  /** The filters as a query string. */
  query: string;
  initialQuery: string;
  initialPage: RequestPage;
  isPaused: boolean;
  /** Whether arriving rows may move the list: false while the reader is further down. */
  isAtTop: () => boolean;
}

export interface RequestFeed {
  rows: RequestRow[];
  /** Arrived, but held back until asked for. */
  waitingCount: number;
  showWaiting: () => void;
  /** Rows that arrived by themselves since the page was opened. */
  arrivedIds: ReadonlySet<string>;
  connection: "live" | "lost";
  error: Error | null;
  isLoading: boolean;
  hasMore: boolean;
  isLoadingMore: boolean;
  loadMore: () => void;
  retry: () => void;
}

const NO_IDS: ReadonlySet<string> = new Set();

function noneWaiting(query: string): WaitingRows {
  return { query, rows: [], isGap: false, nextCursor: null };
}

/** The requests list: the pages loaded so far, and what arrives on top of them. */
export function useRequestFeed(options: RequestFeedOptions): RequestFeed {
  const { projectId, query, initialQuery, initialPage, isPaused, isAtTop } = options;
  const queryClient = useQueryClient();
  const queryKey = ["requests", projectId, query];
  const path = `/api/dashboard/${encodeURIComponent(projectId)}/requests?${query}`;
  const [waiting, setWaiting] = useState(noneWaiting(query));
  const [arrived, setArrived] = useState({ query, ids: NO_IDS });
  const isChecking = useRef(false);
  const isCheckDue = useRef(false);
  const held = waiting.query === query ? waiting : noneWaiting(query);

  const list = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => {
      const cursor = pageParam === null ? "" : `&cursor=${encodeURIComponent(pageParam)}`;
      return fetchJson<RequestPage>(`${path}${cursor}`, signal);
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page: RequestPage) => page.nextCursor,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    ...(query === initialQuery
      ? { initialData: { pages: [initialPage], pageParams: [null] } }
      : {}),
  });

  function absorb(next: WaitingRows): void {
    queryClient.setQueryData<InfiniteData<RequestPage>>(queryKey, (old) => withRows(old, next));
    setWaiting(noneWaiting(query));
    setArrived((old) => {
      const before = old.query === query ? old.ids : NO_IDS;
      return { query, ids: new Set([...before, ...next.rows.map((row) => row.id)]) };
    });
  }

  async function takeNewest(): Promise<void> {
    const page = await fetchJson<RequestPage>(path);
    const loaded = queryClient.getQueryData<InfiniteData<RequestPage>>(queryKey);
    if (!loaded) return;
    const next = mergeWaiting(held, page, loaded);
    if (next.rows.length === 0) return;
    if (isPaused || !isAtTop()) setWaiting(next);
    else absorb(next);
  }

  // One look at a time; what arrives meanwhile makes one more.
  async function check(): Promise<void> {
    isCheckDue.current = true;
    if (isChecking.current) return;
    isChecking.current = true;
    try {
      while (isCheckDue.current) {
        isCheckDue.current = false;
        await takeNewest();
      }
    } catch {
      // The list stays as it is; the next arrival or reconnection asks again.
    } finally {
      isChecking.current = false;
    }
  }

  const connection = useLiveFeed(projectId, () => void check());
  return {
    rows: useMemo(
      () => newestFirst(list.data?.pages.flatMap((page) => page.rows) ?? []),
      [list.data],
    ),
    arrivedIds: arrived.query === query ? arrived.ids : NO_IDS,
    waitingCount: held.rows.length,
    showWaiting: () => absorb(held),
    connection,
    error: list.error,
    isLoading: list.isPending,
    hasMore: list.hasNextPage,
    isLoadingMore: list.isFetchingNextPage,
    loadMore: () => void list.fetchNextPage(),
    retry: () => void list.refetch(),
  };
}
