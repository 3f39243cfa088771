"use client";

import { ArrowRight, CircleAlert } from "lucide-react";
import Link from "next/link";
import { formatDurationMs } from "@/lib/format/format-duration-ms";
import { formatExactCount } from "@/lib/format/format-exact-count";
import type { Onboarding, RefusedRow } from "@/lib/queries/onboarding";
import type { RequestRow } from "@/lib/queries/requests";
import { Button } from "../ui/button";
import { LiveDot } from "../ui/live-dot";
import { StatusBadge } from "../ui/status-badge";
import { Time } from "../ui/time";

interface LivePanelProps {
  onboarding: Onboarding;
  connection: "live" | "lost";
  base: string;
}

/** Waits for the first call, says why others were refused, and turns into the first trace. */
export function LivePanel({ onboarding, connection, base }: LivePanelProps) {
  const { firstTrace, refused } = onboarding;
  return (
    <section
      aria-label="Arriving calls"
      className="sticky top-0 overflow-hidden rounded border bg-surface"
    >
      <header className="flex h-10 items-center justify-between border-b bg-canvas px-4">
        <h2 className="font-medium text-13">Arriving calls</h2>
        <span className="flex items-center gap-2 text-12 text-muted">
          <LiveDot state={connection} />
          {connection === "live" ? "Listening" : "Reconnecting"}
        </span>
      </header>
      <div aria-live="polite">
        {firstTrace ? <FirstTrace trace={firstTrace} base={base} /> : <Waiting />}
      </div>
      {refused.length > 0 ? (
        <div className="border-t">
          <h3 className="px-4 pt-3 pb-1 text-12 text-faint">Refused in the last minutes</h3>
          <ul aria-live="polite">
            {refused.map((call) => (
              <RefusedLine key={call.id} call={call} base={base} />
            ))}
          </ul>
        </div>
      ) : null}
    </section>
  );
}

function Waiting() {
  return (
    <div className="grid justify-items-center gap-4 px-6 py-14 text-center">
      <svg viewBox="0 0 240 96" className="w-60 text-line-strong" fill="none" aria-hidden="true">
        <path d="M0 62 98 46" stroke="currentColor" strokeWidth="1.5" strokeDasharray="3 4" />
        <path
          d="M118 12 154 80H82Z"
          stroke="currentColor"
          strokeWidth="1.5"
          strokeLinejoin="round"
        />
        {["25", "60", "100", "155", "225", "265", "305"].map((hue, index) => (
          <path
            key={hue}
            d={`M${133 + index} ${42 + index * 4} L240 ${46 + index * 6}`}
            stroke={`oklch(0.72 0.15 ${hue})`}
            strokeWidth="1.5"
            className="animate-pulse-soft"
            style={{ animationDelay: `${index * 120}ms` }}
          />
        ))}
      </svg>
      <div className="grid gap-1">
        <p className="font-medium text-14">Waiting for your first call</p>
        <p className="text-13 text-muted">
          Run the snippet. The call appears here by itself, and if it is refused, so does the
          reason.
        </p>
      </div>
    </div>
  );
}

function FirstTrace({ trace, base }: { trace: RequestRow; base: string }) {
  return (
    <div className="grid animate-slide-in gap-4 p-4">
      <span className="spectrum h-0.5 w-full rounded-full" aria-hidden="true" />
      <div className="flex items-center gap-3">
        <StatusBadge status={trace.status} httpStatus={trace.httpStatus} />
        <span className="min-w-0 flex-1 truncate font-mono text-12">{trace.model}</span>
        <span className="text-12 text-faint">
          <Time iso={trace.createdAt} look="relative" />
        </span>
      </div>
      <dl className="grid gap-3 text-13">
        <div className="grid grid-cols-[72px_minmax(0,1fr)] gap-3">
          <dt className="text-faint">User</dt>
          <dd className="wire-text line-clamp-4">{trace.promptPreview ?? "–"}</dd>
        </div>
        <div className="grid grid-cols-[72px_minmax(0,1fr)] gap-3">
          <dt className="text-faint">Assistant</dt>
          <dd className="wire-text line-clamp-4">{trace.completionPreview ?? "–"}</dd>
        </div>
      </dl>
      <dl className="grid grid-cols-3 divide-x overflow-hidden rounded border">
        <Figure label="Latency" value={formatDurationMs(trace.latencyMs)} />
        <Figure label="First token" value={formatDurationMs(trace.ttftMs)} />
        <Figure label="Tokens" value={formatExactCount(trace.totalTokens)} />
      </dl>
      <Button intent="primary" size="lg" width="full" asChild>
        <Link href={`${base}/requests/${encodeURIComponent(trace.id)}`}>
          Open your first trace
          <ArrowRight aria-hidden="true" />
        </Link>
      </Button>
    </div>
  );
}

function Figure({ label, value }: { label: string; value: string }) {
  return (
    <div className="px-3 py-2">
      <dt className="text-12 text-faint">{label}</dt>
      <dd className="font-mono text-13">{value}</dd>
    </div>
  );
}

function RefusedLine({ call, base }: { call: RefusedRow; base: string }) {
  return (
    <li className="grid animate-row-arrive grid-cols-[16px_minmax(0,1fr)_auto] gap-x-2.5 border-b px-4 py-2.5 text-13 last:border-0">
      <CircleAlert className="mt-0.5 size-4 text-danger" aria-hidden="true" />
      <div className="min-w-0">
        <p className="wire-text">{call.reason}</p>
        <p className="truncate font-mono text-12 text-faint">
          {[call.httpStatus, call.code, call.keyPrefix ? `${call.keyPrefix}…` : null]
            .filter((part) => part !== null)
            .join(" · ")}
        </p>
      </div>
      <span className="grid justify-items-end text-12 text-faint">
        <Time iso={call.createdAt} look="clock" />
        {call.traceId ? (
          <Link
            href={`${base}/requests/${encodeURIComponent(call.traceId)}`}
            className="rounded-sm text-accent hover:underline"
          >
            Open
          </Link>
        ) : null}
      </span>
    </li>
  );
}
