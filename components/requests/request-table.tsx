// biome-ignore-all lint/a11y/useSemanticElements: rows are positioned by hand, which table elements do not allow
// biome-ignore-all lint/a11y/useFocusableInteractive: the focus is on the link in each row
"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useEffect } from "react";
import type { RequestRow } from "@/lib/queries/requests";
import { Spinner } from "../ui/spinner";
import { latencyShare } from "./latency-share";
import { RequestHead } from "./request-head";
import { RequestRowLine } from "./request-row-line";
import { useIsNarrow } from "./use-is-narrow";

const ROW_PX = 32;
const NARROW_ROW_PX = 52;
/** Rows from the end at which the next page is asked for. */
const LOAD_AHEAD_ROWS = 20;

interface RequestTableProps {
  rows: readonly RequestRow[];
  arrivedIds: ReadonlySet<string>;
  hrefOf: (row: RequestRow) => string;
  selectedIndex: number;
  scrollRef: RefObject<HTMLDivElement | null>;
  hasMore: boolean;
  isLoadingMore: boolean;
  loadMore: () => void;
}

export function RequestTable(props: RequestTableProps) {
  const { rows, arrivedIds, hrefOf, selectedIndex, scrollRef, hasMore, isLoadingMore } = props;
  const { loadMore } = props;
  const isNarrow = useIsNarrow(scrollRef);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scrollRef.current,
    estimateSize: () => (isNarrow ? NARROW_ROW_PX : ROW_PX),
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 12,
    initialRect: { width: 1200, height: 800 },
  });
  const items = virtualizer.getVirtualItems();
  const lastIndex = items.at(-1)?.index ?? 0;
  const slowestMs = Math.max(0, ...items.map((item) => rows[item.index]?.latencyMs ?? 0));

  // biome-ignore lint/correctness/useExhaustiveDependencies: sizes are cached until told otherwise
  useEffect(() => virtualizer.measure(), [isNarrow]);
  useEffect(() => {
    if (selectedIndex >= 0) virtualizer.scrollToIndex(selectedIndex, { align: "auto" });
  }, [selectedIndex, virtualizer]);
  const isSelectedDrawn = items.some((item) => item.index === selectedIndex);
  const selectedId = rows[selectedIndex]?.id;
  // The focus goes with the selection, so that Enter and screen readers act on the row.
  useEffect(() => {
    if (!isSelectedDrawn || selectedId === undefined) return;
    const row = scrollRef.current?.querySelector(`[data-row="${CSS.escape(selectedId)}"] a`);
    if (row instanceof HTMLElement) row.focus({ preventScroll: true });
  }, [isSelectedDrawn, selectedId, scrollRef]);
  useEffect(() => {
    if (hasMore && !isLoadingMore && lastIndex >= rows.length - LOAD_AHEAD_ROWS) loadMore();
  }, [hasMore, isLoadingMore, lastIndex, rows.length, loadMore]);

  return (
    <div
      role="table"
      aria-label="Requests, newest first"
      aria-rowcount={hasMore ? -1 : rows.length + 1}
      className="@container flex min-h-0 flex-1 flex-col"
    >
      <RequestHead />
      <div ref={scrollRef} role="rowgroup" className="min-h-0 flex-1 overflow-y-auto">
        <div className="relative" style={{ height: virtualizer.getTotalSize() }}>
          {items.map((item) => {
            const row = rows[item.index];
            if (!row) return null;
            return (
              <div
                key={item.key}
                role="row"
                data-row={row.id}
                aria-rowindex={item.index + 2}
                aria-current={item.index === selectedIndex ? "true" : undefined}
                className={`absolute inset-x-0 top-0 ${arrivedIds.has(row.id) ? "animate-row-arrive" : ""}`}
                style={{ height: item.size, transform: `translateY(${item.start}px)` }}
              >
                <RequestRowLine
                  row={row}
                  href={hrefOf(row)}
                  latencyShare={latencyShare(row.latencyMs, slowestMs)}
                  isSelected={item.index === selectedIndex}
                />
              </div>
            );
          })}
        </div>
        {isLoadingMore ? (
          <div className="flex h-12 items-center justify-center gap-2 text-13 text-faint">
            <Spinner /> Loading older requests
          </div>
        ) : null}
      </div>
    </div>
  );
}
