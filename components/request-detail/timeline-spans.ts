import type { RequestDetail } from "@/lib/queries/request-detail";

export interface TimelineSpan {
  label: string;
  explanation: string;
  startMs: number;
  durationMs: number;
  tone: "gateway" | "wait" | "stream" | "attempt" | "failed";
}

type Timed = Pick<
  RequestDetail,
  "latencyMs" | "ttftMs" | "upstreamMs" | "overheadMs" | "isStream" | "attempts" | "createdAt"
>;

/** Where the time of a call went. Only what was measured: an unknown phase is left out, not guessed. */
export function timelineSpans(detail: Timed): TimelineSpan[] {
  const overheadMs = Math.min(detail.overheadMs ?? 0, detail.latencyMs);
  const spans: TimelineSpan[] = [];
  if (detail.overheadMs !== null) {
    spans.push({
      label: "Gateway",
      explanation: "Checking the key, reading the request, choosing the provider",
      startMs: 0,
      durationMs: overheadMs,
      tone: "gateway",
    });
  }
  spans.push(...attemptSpans(detail), ...upstreamSpans(detail, overheadMs));
  return spans;
}

function attemptSpans({ attempts, createdAt }: Timed): TimelineSpan[] {
  if (attempts.length < 2) return [];
  return attempts.map((attempt, index) => ({
    label: `Attempt ${index + 1}`,
    explanation: [
      attempt.provider,
      attempt.model,
      attempt.httpStatus ?? attempt.error?.code ?? null,
    ]
      .filter((part) => part !== null)
      .join(" · "),
    startMs: Math.max(0, Date.parse(attempt.startedAt) - Date.parse(createdAt)),
    durationMs: attempt.latencyMs,
    tone: attempt.error ? "failed" : "attempt",
  }));
}

function upstreamSpans(detail: Timed, overheadMs: number): TimelineSpan[] {
  const { ttftMs, latencyMs, upstreamMs, isStream } = detail;
  if (isStream && ttftMs !== null) {
    const firstMs = Math.max(ttftMs, overheadMs);
    return [
      {
        label: "Wait for first token",
        explanation: "From handing the call to the provider to its first content",
        startMs: overheadMs,
        durationMs: firstMs - overheadMs,
        tone: "wait",
      },
      {
        label: "Streaming",
        explanation: "From the first content to the end of the answer",
        startMs: firstMs,
        durationMs: Math.max(0, latencyMs - firstMs),
        tone: "stream",
      },
    ];
  }
  if (upstreamMs === null) return [];
  return [
    {
      label: "Provider",
      explanation: "From handing the call to the provider to the end of its answer",
      startMs: overheadMs,
      durationMs: Math.min(upstreamMs, latencyMs),
      tone: "wait",
    },
  ];
}
