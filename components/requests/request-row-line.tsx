// biome-ignore-all lint/a11y/useSemanticElements: rows are positioned by hand, which table elements do not allow

import Link from "next/link";
import { formatCount } from "@/lib/format/format-count";
import { formatDurationMs } from "@/lib/format/format-duration-ms";
import { formatOneLine } from "@/lib/format/format-one-line";
import type { RequestRow } from "@/lib/queries/requests";
import { Cost } from "../ui/cost";
import { StatusBadge } from "../ui/status-badge";
import { Time } from "../ui/time";

/** Columns leave from the least to the most telling as the page narrows; a narrow list has two lines to a row. */
export const REQUEST_GRID =
  "@3xl:grid @3xl:grid-cols-[88px_64px_minmax(112px,176px)_minmax(0,1fr)_104px] @3xl:items-center @3xl:gap-x-3 @5xl:grid-cols-[88px_64px_minmax(112px,176px)_minmax(0,1fr)_64px_72px_104px_64px] @6xl:grid-cols-[88px_64px_minmax(112px,176px)_minmax(0,1fr)_64px_72px_104px_64px_88px_88px] @min-[1440px]:grid-cols-[88px_64px_200px_minmax(0,1fr)_72px_80px_128px_72px_136px_136px]";

interface RequestRowLineProps {
  row: RequestRow;
  /** Null makes a picture of a row. */
  href: string | null;
  /** Share of the slowest call in view, 0 to 1. */
  latencyShare: number;
  isSelected?: boolean;
}

export function RequestRowLine({
  row,
  href,
  latencyShare,
  isSelected = false,
}: RequestRowLineProps) {
  return (
    <div
      className={`relative h-full border-b px-4 transition-colors @max-3xl:flex @max-3xl:flex-col @max-3xl:justify-center @max-3xl:gap-0.5 @3xl:px-6 ${REQUEST_GRID} ${isSelected ? "bg-accent-soft" : "hover:bg-canvas"}`}
    >
      <div className="contents @max-3xl:flex @max-3xl:items-center @max-3xl:gap-2">
        <span
          role="cell"
          className="truncate font-mono text-12 text-muted @max-3xl:order-3 @max-3xl:ml-auto"
        >
          <Time iso={row.createdAt} look="clock" />
        </span>
        <span role="cell" className="-ml-1.5 flex">
          <StatusBadge status={row.status} httpStatus={row.httpStatus} />
        </span>
        <span role="cell" className="flex min-w-0 items-center gap-2">
          <ProviderMark provider={row.provider} />
          <span className="truncate font-mono text-12" title={row.model ?? undefined}>
            {row.model ?? row.modelRequested ?? "no model"}
          </span>
        </span>
      </div>
      <div className="contents @max-3xl:flex @max-3xl:items-center @max-3xl:gap-2">
        <span role="cell" className="min-w-0 truncate text-13 @max-3xl:flex-1">
          <Preview row={row} href={href} />
        </span>
        <span role="cell" className="hidden text-right font-mono text-12 text-muted @5xl:block">
          {formatCount(row.totalTokens)}
        </span>
        <span
          role="cell"
          className="hidden truncate text-right font-mono text-12 text-muted @5xl:block"
        >
          <Cost costUsd={row.costUsd} totalTokens={row.totalTokens} />
        </span>
        <span
          role="cell"
          className="relative flex h-5 shrink-0 items-center justify-end font-mono text-12 @3xl:pr-1.5"
        >
          <span
            aria-hidden="true"
            className="absolute inset-y-0 left-0 rounded-xs bg-series-1/12 @max-3xl:hidden"
            style={{ width: `${Math.max(latencyShare * 100, 2)}%` }}
          />
          <span className="relative">{formatDurationMs(row.latencyMs)}</span>
        </span>
        <span role="cell" className="hidden text-right font-mono text-12 text-muted @5xl:block">
          {formatDurationMs(row.ttftMs)}
        </span>
        <Caller value={row.userId} />
        <Caller value={row.sessionId} />
      </div>
    </div>
  );
}

function Caller({ value }: { value: string | null }) {
  return (
    <span
      role="cell"
      title={value ?? undefined}
      className="hidden truncate pl-3 font-mono text-12 text-muted @6xl:block"
    >
      {value ?? <span className="text-faint">–</span>}
    </span>
  );
}

function ProviderMark({ provider }: { provider: string | null }) {
  if (provider === null) return null;
  return (
    <span
      title={provider}
      className="grid size-4 shrink-0 place-items-center rounded-xs border bg-sunken font-semibold text-[10px] text-muted uppercase leading-none"
    >
      {provider.slice(0, 1)}
    </span>
  );
}

function Preview({ row, href }: { row: RequestRow; href: string | null }) {
  const answer = row.errorMessage ?? row.completionPreview;
  const text = (
    <span className="flex min-w-0 items-baseline gap-1.5">
      <span
        className={`shrink-0 truncate ${answer ? "max-w-[55%]" : ""} ${row.promptPreview ? "text-ink" : "text-faint"}`}
      >
        {row.promptPreview ? formatOneLine(row.promptPreview) : "No prompt"}
      </span>
      <span className="text-faint" aria-hidden="true">
        →
      </span>
      <span className={`min-w-0 truncate ${row.errorMessage ? "text-danger" : "text-muted"}`}>
        {answer ? formatOneLine(answer) : "no answer"}
      </span>
    </span>
  );
  if (href === null) return text;
  return (
    <Link
      href={href}
      prefetch={false}
      className="-outline-offset-2 after:absolute after:inset-0 after:content-['']"
    >
      {text}
    </Link>
  );
}
