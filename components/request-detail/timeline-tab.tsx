import { formatDurationMs } from "@/lib/format/format-duration-ms";
import type { RequestDetail } from "@/lib/queries/request-detail";
import { AttemptList } from "./attempt-list";
import { type TimelineSpan, timelineSpans } from "./timeline-spans";

const TONE: Record<TimelineSpan["tone"], string> = {
  gateway: "bg-series-8",
  wait: "bg-series-1",
  stream: "bg-series-3",
  attempt: "bg-series-6",
  failed: "bg-danger",
};

const TICKS = [0, 0.25, 0.5, 0.75, 1] as const;
const GRID =
  "grid grid-cols-[minmax(0,132px)_minmax(0,1fr)_64px] items-center gap-3 md:grid-cols-[272px_minmax(0,1fr)_80px]";

export function TimelineTab({ detail }: { detail: RequestDetail }) {
  return (
    <div className="grid gap-4">
      <Waterfall detail={detail} />
      {detail.attempts.length > 1 ? <AttemptList attempts={detail.attempts} /> : null}
    </div>
  );
}

/** The time axis is the call's whole latency. */
function Waterfall({ detail }: { detail: RequestDetail }) {
  const spans = timelineSpans(detail);
  const totalMs = Math.max(
    detail.latencyMs,
    ...spans.map((span) => span.startMs + span.durationMs),
    0.001,
  );
  return (
    <div className="overflow-hidden rounded border">
      <div className={`${GRID} h-8 border-b bg-canvas px-4 text-12 text-faint`}>
        <span>Phase</span>
        <span
          className="relative flex h-full items-center justify-between font-mono"
          aria-hidden="true"
        >
          {TICKS.map((tick) => (
            <span key={tick} className={tick === 0 || tick === 1 ? "" : "max-md:hidden"}>
              {formatDurationMs(totalMs * tick)}
            </span>
          ))}
        </span>
        <span className="text-right">Duration</span>
      </div>
      <ol>
        {spans.map((span) => (
          <li key={span.label} className={`${GRID} border-b px-4 py-2.5`}>
            <span className="min-w-0">
              <span className="block truncate text-13">{span.label}</span>
              <span className="block text-12 text-faint max-md:hidden">{span.explanation}</span>
            </span>
            <span className="relative h-full min-h-8" aria-hidden="true">
              <GridLines />
              <span
                className={`absolute top-1/2 h-3 min-w-0.5 -translate-y-1/2 rounded-xs ${TONE[span.tone]}`}
                style={{
                  left: `${(span.startMs / totalMs) * 100}%`,
                  width: `${(span.durationMs / totalMs) * 100}%`,
                }}
              />
            </span>
            <span className="text-right font-mono text-12">
              {formatDurationMs(span.durationMs)}
            </span>
          </li>
        ))}
        <li className={`${GRID} px-4 py-2.5`}>
          <span className="font-medium text-13">Whole call</span>
          <span className="relative h-full min-h-5" aria-hidden="true">
            <span className="absolute inset-x-0 top-1/2 h-px bg-line-strong" />
          </span>
          <span className="text-right font-medium font-mono text-12">
            {formatDurationMs(detail.latencyMs)}
          </span>
        </li>
      </ol>
    </div>
  );
}

function GridLines() {
  return TICKS.map((tick) => (
    <span
      key={tick}
      className="absolute inset-y-0 w-px bg-line"
      style={{ left: `${tick * 100}%` }}
    />
  ));
}
