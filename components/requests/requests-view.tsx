"use client";

import { ArrowUp } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useQueryStates } from "nuqs";
import { useCallback, useRef, useState } from "react";
import type { RequestFacets, RequestPage, RequestRow } from "@/lib/queries/requests";
import { PageFrame } from "../layout/page-frame";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { Notice } from "../ui/notice";
import { ExampleList } from "./example-list";
import { LiveToggle } from "./live-toggle";
import { RequestFilterBar } from "./request-filter-bar";
import { REQUEST_FILTER_PARSERS, type RequestFilterName } from "./request-filter-parsers";
import { RequestTable } from "./request-table";
import { RequestsSkeleton } from "./requests-skeleton";
import { useRequestFeed } from "./use-request-feed";
import { useRowKeys } from "./use-row-keys";

interface RequestsViewProps {
  projectId: string;
  /** /dashboard/[org]/[project] */
  base: string;
  initialQuery: string;
  initialPage: RequestPage;
  facets: RequestFacets;
}

/** How far from the top the list may be and still let rows in by itself. */
const TOP_PX = 24;

export function RequestsView({
  projectId,
  base,
  initialQuery,
  initialPage,
  facets,
}: RequestsViewProps) {
  const router = useRouter();
  const [filters, setFilters] = useQueryStates(REQUEST_FILTER_PARSERS, { history: "push" });
  const [isPaused, setIsPaused] = useState(false);
  const [selectedId, setSelectedId] = useState<string | null>(null);
  const scrollRef = useRef<HTMLDivElement>(null);
  const query = toQuery(filters);
  const feed = useRequestFeed({
    projectId,
    query,
    initialQuery,
    initialPage,
    isPaused,
    isAtTop: () => (scrollRef.current?.scrollTop ?? 0) <= TOP_PX,
  });
  const selectedIndex = feed.rows.findIndex((row) => row.id === selectedId);
  const hrefOf = useCallback(
    (row: RequestRow) => `${base}/requests/${encodeURIComponent(row.id)}`,
    [base],
  );

  useRowKeys({
    onMove: (step) => {
      const next = Math.min(Math.max(selectedIndex + step, 0), feed.rows.length - 1);
      setSelectedId(feed.rows[next]?.id ?? null);
    },
    onOpen: () => {
      const row = feed.rows[selectedIndex];
      if (row) router.push(hrefOf(row));
    },
    onEscape: () => setSelectedId(null),
  });

  const showWaiting = () => {
    feed.showWaiting();
    scrollRef.current?.scrollTo({ top: 0 });
  };

  return (
    <PageFrame
      title="Requests"
      width="fill"
      actions={
        <LiveToggle
          isPaused={isPaused}
          connection={feed.connection}
          onToggle={() => setIsPaused(!isPaused)}
        />
      }
    >
      <RequestFilterBar
        values={filters}
        facets={facets}
        onChange={(values) => void setFilters(values)}
        onClear={() => void setFilters(null)}
      />
      <div className="relative flex min-h-0 flex-1 flex-col">
        <WaitingPill count={feed.waitingCount} onShow={showWaiting} />
        {feed.error && feed.rows.length === 0 ? (
          <div className="p-4 md:p-6">
            <Notice
              intent="danger"
              title="Requests could not be loaded"
              action={
                <Button size="sm" onClick={feed.retry}>
                  Try again
                </Button>
              }
            >
              {feed.error.message}
            </Notice>
          </div>
        ) : null}
        {feed.isLoading ? <RequestsSkeleton /> : null}
        {!feed.isLoading && !feed.error && feed.rows.length === 0 ? (
          <NothingHere
            base={base}
            isFiltered={query !== ""}
            onClear={() => void setFilters(null)}
          />
        ) : null}
        {feed.rows.length > 0 ? (
          <RequestTable
            rows={feed.rows}
            arrivedIds={feed.arrivedIds}
            hrefOf={hrefOf}
            selectedIndex={selectedIndex}
            scrollRef={scrollRef}
            hasMore={feed.hasMore}
            isLoadingMore={feed.isLoadingMore}
            loadMore={feed.loadMore}
          />
        ) : null}
        <p className="sr-only" aria-live="polite">
          {feed.arrivedIds.size > 0 ? `${feed.arrivedIds.size} new requests arrived` : ""}
        </p>
      </div>
    </PageFrame>
  );
}

function toQuery(filters: Record<RequestFilterName, string | null>): string {
  const set = Object.entries(filters).filter((entry): entry is [string, string] => !!entry[1]);
  return new URLSearchParams(set.sort(([a], [b]) => (a < b ? -1 : 1))).toString();
}

function WaitingPill({ count, onShow }: { count: number; onShow: () => void }) {
  if (count === 0) return null;
  return (
    <div className="absolute inset-x-0 top-2 z-20 flex animate-pop-in justify-center md:top-10">
      <Button intent="primary" size="sm" onClick={onShow}>
        <ArrowUp aria-hidden="true" />
        {count === 1 ? "1 new request" : `${count} new requests`}
      </Button>
    </div>
  );
}

interface NothingHereProps {
  base: string;
  isFiltered: boolean;
  onClear: () => void;
}

function NothingHere({ base, isFiltered, onClear }: NothingHereProps) {
  if (isFiltered) {
    return (
      <EmptyState
        title="No request matches these filters"
        sentence="Widen the time range or remove a filter. New requests that match appear by themselves."
        action={<Button onClick={onClear}>Clear filters</Button>}
      />
    );
  }
  return (
    <EmptyState
      title="No requests yet"
      sentence="Every call through the gateway shows up here a moment after it ends: prompt, answer, tokens and time."
      action={
        <Button intent="primary" asChild>
          <Link href={`${base}/onboarding`}>Send the first request</Link>
        </Button>
      }
      example={<ExampleList />}
    />
  );
}
