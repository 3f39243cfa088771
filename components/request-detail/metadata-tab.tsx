import type { ReactNode } from "react";
import { formatDurationMs } from "@/lib/format/format-duration-ms";
import { formatExactCount } from "@/lib/format/format-exact-count";
import type { RequestDetail } from "@/lib/queries/request-detail";
import { Badge } from "../ui/badge";
import { Card } from "../ui/card";
import { CopyButton } from "../ui/copy-button";
import { JsonTree } from "../ui/json-tree";
import { CostCard } from "./cost-card";

type Fact = readonly [label: string, value: string | null];

export function MetadataTab({ detail }: { detail: RequestDetail }) {
  const ids: Fact[] = [
    ["Trace", detail.id],
    ["Run", detail.runId],
    ["Session", detail.sessionId],
    ["Session name", detail.sessionName],
    ["User", detail.userId],
    ["Span", detail.spanId],
    ["Parent span", detail.parentSpanId],
    ["Client request", detail.clientRequestId],
  ];
  const call: Fact[] = [
    ["Endpoint", detail.endpoint],
    ["Provider", detail.provider],
    ["Model asked for", detail.modelRequested],
    ["Model that answered", detail.model],
    ["Streamed", detail.isStream ? "yes" : "no"],
    ["Finish reason", detail.finishReason],
    ["API key", detail.keyName],
    ["Gateway overhead", detail.overheadMs === null ? null : formatDurationMs(detail.overheadMs)],
  ];
  const count = (value: number | null) => (value === null ? null : formatExactCount(value));
  const tokens: Fact[] = [
    ["Prompt", count(detail.promptTokens)],
    ["of which cached", count(detail.cachedTokens)],
    ["of which cache writes", count(detail.cacheWriteTokens)],
    ["Completion", count(detail.completionTokens)],
    ["of which reasoning", count(detail.reasoningTokens)],
    ["Total", count(detail.totalTokens)],
    ["Counted by", detail.isEstimated ? "Prysm (estimate)" : "the provider"],
  ];
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <Card title="Call" padding="none">
        <Facts facts={call} />
      </Card>
      <Card title="Tokens" padding="none">
        <Facts facts={tokens} />
      </Card>
      <CostCard detail={detail} />
      <Card title="Ids" padding="none">
        <Facts facts={ids} />
      </Card>
      <Card title="Metadata and tags" padding="none">
        {detail.tags.length > 0 ? (
          <div className="flex flex-wrap gap-1.5 border-b p-3">
            {detail.tags.map((tag) => (
              <Badge key={tag} font="mono">
                {tag}
              </Badge>
            ))}
          </div>
        ) : null}
        {detail.metadata ? (
          <JsonTree value={detail.metadata} label="metadata" />
        ) : (
          <Quiet>
            Send the header <code className="font-mono text-12">x-prysm-metadata</code> with a JSON
            object to see it here.
          </Quiet>
        )}
      </Card>
      <Card title="Request headers" padding="none">
        <Facts facts={Object.entries(detail.requestHeaders)} />
      </Card>
      <Card title="Response headers" padding="none">
        <Facts facts={Object.entries(detail.responseHeaders)} />
      </Card>
    </div>
  );
}

function Quiet({ children }: { children: ReactNode }) {
  return <p className="p-4 text-13 text-faint">{children}</p>;
}

function Facts({ facts }: { facts: readonly Fact[] }) {
  if (facts.length === 0) return <Quiet>None</Quiet>;
  return (
    <dl>
      {facts.map(([label, value]) => (
        <div
          key={label}
          className="group grid min-h-8 grid-cols-[minmax(0,40%)_minmax(0,1fr)_28px] items-center gap-2 border-b pr-1 pl-4 text-13 last:border-0"
        >
          <dt className="wire-text py-1.5 text-muted">{label}</dt>
          <dd className="wire-text py-1.5 font-mono text-12">
            {value ?? <span className="text-faint">–</span>}
          </dd>
          <dd className="opacity-0 transition-opacity focus-within:opacity-100 group-hover:opacity-100">
            {value === null ? null : <CopyButton text={value} label={`Copy ${label}`} />}
          </dd>
        </div>
      ))}
    </dl>
  );
}
