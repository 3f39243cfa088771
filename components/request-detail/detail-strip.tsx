import Link from "next/link";
import type { ReactNode } from "react";
import { formatDurationMs } from "@/lib/format/format-duration-ms";
import { formatExactCount } from "@/lib/format/format-exact-count";
import { formatUsd } from "@/lib/format/format-usd";
import type { RequestDetail } from "@/lib/queries/request-detail";
import { Cost } from "../ui/cost";
import { StatusBadge } from "../ui/status-badge";
import { Time } from "../ui/time";
import { CopyFact } from "./copy-fact";

/** The call in one line; every fact copies itself or opens the list filtered by it. */
export function DetailStrip({ detail, base }: { detail: RequestDetail; base: string }) {
  const filter = (name: string, value: string) =>
    `${base}/requests?${name}=${encodeURIComponent(value)}`;
  const model = detail.model ?? detail.modelRequested;
  return (
    <dl className="grid grid-cols-2 overflow-hidden rounded border bg-surface sm:grid-cols-4 xl:flex [&>*]:bg-surface [&>*]:outline [&>*]:outline-line">
      <Fact label="Status">
        <Link
          href={filter("status", detail.status)}
          className="-ml-1.5 rounded-sm"
          title="Filter by this status"
        >
          <StatusBadge status={detail.status} httpStatus={detail.httpStatus} />
        </Link>
      </Fact>
      <Fact label="Model" isWide>
        {model ? <FilterLink href={filter("model", model)} value={model} name="model" /> : "–"}
      </Fact>
      <Fact label="Latency">
        <CopyFact copy={`${detail.latencyMs}`} name="latency in ms">
          {formatDurationMs(detail.latencyMs)}
        </CopyFact>
      </Fact>
      <Fact label="TTFT">
        {detail.ttftMs === null ? (
          <span className="text-faint">–</span>
        ) : (
          <CopyFact copy={`${detail.ttftMs}`} name="time to first token in ms">
            {formatDurationMs(detail.ttftMs)}
          </CopyFact>
        )}
      </Fact>
      <Fact label="Tokens in → out" isWide>
        {detail.totalTokens === null ? (
          <span className="text-faint">–</span>
        ) : (
          <CopyFact copy={`${detail.totalTokens}`} name="total tokens">
            {formatExactCount(detail.promptTokens)} → {formatExactCount(detail.completionTokens)}
            {detail.isEstimated ? <span className="text-faint"> est.</span> : null}
          </CopyFact>
        )}
      </Fact>
      <Fact label="Cost">
        {detail.costUsd === null ? (
          <Cost costUsd={null} totalTokens={detail.totalTokens} />
        ) : (
          <CopyFact copy={detail.costUsd} name="cost in dollars">
            {formatUsd(detail.costUsd)}
          </CopyFact>
        )}
      </Fact>
      {detail.userId ? (
        <Fact label="User" isWide>
          <FilterLink href={filter("user", detail.userId)} value={detail.userId} name="user" />
        </Fact>
      ) : null}
      {detail.sessionId ? (
        <Fact label="Session" isWide>
          <FilterLink
            href={filter("session", detail.sessionId)}
            value={detail.sessionName ?? detail.sessionId}
            name="session"
          />
        </Fact>
      ) : null}
      <Fact label="Time">
        <CopyFact copy={detail.createdAt} name="time">
          <Time iso={detail.createdAt} look="relative" />
        </CopyFact>
      </Fact>
    </dl>
  );
}

interface FactProps {
  label: string;
  children: ReactNode;
  isWide?: boolean;
}

function Fact({ label, children, isWide = false }: FactProps) {
  return (
    <div className={`min-w-0 px-3 py-2 xl:flex-1 ${isWide ? "xl:flex-[1.5]" : ""}`}>
      <dt className="truncate text-12 text-faint">{label}</dt>
      <dd className="flex h-6 min-w-0 items-center font-mono text-13">{children}</dd>
    </div>
  );
}

function FilterLink({ href, value, name }: { href: string; value: string; name: string }) {
  return (
    <Link
      href={href}
      title={`Filter by this ${name}: ${value}`}
      className="min-w-0 truncate rounded-sm underline decoration-line-strong decoration-dotted underline-offset-4 hover:decoration-ink"
    >
      {value}
    </Link>
  );
}
