// biome-ignore-all lint/a11y/useSemanticElements: rows are positioned by hand, which table elements do not allow

import Link from "next/link";
import { formatCount } from "@/lib/format/format-count";
import { formatDurationMs } from "@/lib/format/format-duration-ms";
import { formatOneLine } from "@/lib/format/format-one-line";
import type { RequestRow } from "@/lib/queries/requests";
import { StatusBadge } from "../ui/status-badge";
import { Time } from "../ui/time";

/** Columns leave from the least to the most telling as the page narrows; below md a row has two lines. */
export const REQUEST_GRID =
  "md:grid md:grid-cols-[80px_72px_minmax(120px,184px)_minmax(0,1fr)_104px] lg:grid-cols-[80px_72px_minmax(120px,184px)_minmax(0,1fr)_80px_112px_80px] xl:grid-cols-[80px_72px_minmax(120px,200px)_minmax(0,1fr)_80px_120px_80px_120px_120px] md:items-center md:gap-x-3";

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
      className={`relative h-full border-b px-4 transition-colors max-md:flex max-md:flex-col max-md:justify-center max-md:gap-0.5 md:px-6 ${REQUEST_GRID} ${isSelected ? "bg-accent-soft" : "hover:bg-canvas"}`}
    >
      <div className="contents max-md:flex max-md:items-center max-md:gap-2">
        <span
          role="cell"
          className="truncate font-mono text-12 text-muted max-md:order-3 max-md:ml-auto"
        >
          <Time iso={row.createdAt} look="clock" />
        </span>
        <span role="cell" className="flex">
          <StatusBadge status={row.status} httpStatus={row.httpStatus} />
        </span>
        <span role="cell" className="flex min-w-0 items-center gap-2">
          <ProviderMark provider={row.provider} />
          <span className="truncate font-mono text-12" title={row.model ?? undefined}>
            {row.model ?? row.modelRequested ?? "no model"}
          </span>
        </span>
      </div>
      <div className="contents max-md:flex max-md:items-center max-md:gap-2">
        <span role="cell" className="min-w-0 truncate text-13 max-md:flex-1">
          <Preview row={row} href={href} />
        </span>
        <span role="cell" className="hidden text-right font-mono text-12 text-muted lg:block">
          {formatCount(row.totalTokens)}
        </span>
        <span
          role="cell"
          className="relative flex h-5 shrink-0 items-center justify-end font-mono text-12 md:pr-1.5"
        >
          <span
            aria-hidden="true"
            className="absolute inset-y-0 right-0 rounded-xs bg-series-1/15 max-md:hidden"
            style={{ width: `${Math.max(latencyShare * 100, 2)}%` }}
          />
          <span className="relative">{formatDurationMs(row.latencyMs)}</span>
        </span>
        <span role="cell" className="hidden text-right font-mono text-12 text-muted lg:block">
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
      className="hidden truncate font-mono text-12 text-muted xl:block"
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
  const text = (
    <>
      {row.promptPreview ? (
        <span className="text-ink">{formatOneLine(row.promptPreview)}</span>
      ) : (
        <span className="text-faint">No prompt</span>
      )}
      <span className="px-1.5 text-faint" aria-hidden="true">
        →
      </span>
      {row.errorMessage ? (
        <span className="text-danger">{formatOneLine(row.errorMessage)}</span>
      ) : (
        <span className="text-muted">
          {row.completionPreview ? formatOneLine(row.completionPreview) : "no answer"}
        </span>
      )}
    </>
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
