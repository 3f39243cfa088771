import { formatDurationMs } from "@/lib/format/format-duration-ms";
import type { Attempt } from "@/lib/protocol/trace";
import { Badge } from "../ui/badge";
import { Card } from "../ui/card";

/** Every try at a provider, in order; of interest where one was not enough. */
export function AttemptList({ attempts }: { attempts: readonly Attempt[] }) {
  const numbered = attempts.map((attempt, index) => ({ ...attempt, number: index + 1 }));
  return (
    <Card title="Attempts" padding="none">
      <ol>
        {numbered.map((attempt) => (
          <li key={attempt.number} className="grid gap-1 border-b px-4 py-2.5 last:border-0">
            <div className="flex min-w-0 items-center gap-3">
              <span className="w-4 shrink-0 font-mono text-12 text-faint">{attempt.number}</span>
              <span className="min-w-0 flex-1 truncate text-13">
                {attempt.provider}
                {attempt.model === null ? null : (
                  <span className="font-mono text-12 text-muted"> {attempt.model}</span>
                )}
              </span>
              <Badge intent={attempt.error ? "danger" : "success"} font="mono">
                {attempt.httpStatus ?? "no answer"}
              </Badge>
              <span className="w-16 shrink-0 text-right font-mono text-12">
                {formatDurationMs(attempt.latencyMs)}
              </span>
            </div>
            {attempt.error ? (
              <p className="wire-text pl-7 text-13 text-muted">
                <span className="font-mono text-12">{attempt.error.code}</span>{" "}
                {attempt.error.message}
              </p>
            ) : null}
          </li>
        ))}
      </ol>
    </Card>
  );
}
