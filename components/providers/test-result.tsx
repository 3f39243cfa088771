import { CircleAlert, CircleCheck } from "lucide-react";
import { formatDurationMs } from "@/lib/format/format-duration-ms";
import type { ProviderTest } from "@/lib/queries/providers";
import { Time } from "../ui/time";

/** One line: whether the test call was answered, how fast, and by what. */
export function TestSummary({ test, hasTime = false }: { test: ProviderTest; hasTime?: boolean }) {
  const { isOk, latencyMs, model, at } = test;
  const Icon = isOk ? CircleCheck : CircleAlert;
  return (
    <span className="flex min-w-0 items-start gap-1.5 text-13">
      <Icon
        className={`mt-0.5 size-4 shrink-0 ${isOk ? "text-success" : "text-danger"}`}
        aria-hidden="true"
      />
      <span className="min-w-0">
        <span className={`block ${isOk ? "text-ink" : "text-danger"}`}>
          {isOk ? `Answered in ${formatDurationMs(latencyMs)}` : failureOf(test)}
        </span>
        <span className="flex min-w-0 gap-1.5 text-12 text-faint">
          {model === null ? null : (
            <span className="truncate font-mono" title={model}>
              {model}
            </span>
          )}
          {model !== null && hasTime ? <span aria-hidden="true">·</span> : null}
          {hasTime ? (
            <span className="shrink-0">
              <Time iso={at} look="relative" />
            </span>
          ) : null}
        </span>
      </span>
    </span>
  );
}

/** The upstream's own words, or why there are none. */
export function TestWords({ test }: { test: ProviderTest }) {
  if (test.message === null) return null;
  return (
    <p className="wire-text rounded border border-danger/30 bg-danger-soft px-2.5 py-1.5 text-12 text-ink">
      {test.message}
    </p>
  );
}

function failureOf({ status, latencyMs }: ProviderTest): string {
  if (status === null) return "No answer";
  return `Failed with ${status} after ${formatDurationMs(latencyMs)}`;
}
