import type { RequestDetail } from "@/lib/queries/request-detail";
import { Notice } from "../ui/notice";

const DROPPED_HEADER = "x-prysm-dropped-params";

/** What the call got other than it asked for: parameters the provider does not have, and warnings. */
export function CallWarnings({ detail }: { detail: RequestDetail }) {
  const dropped = detail.responseHeaders[DROPPED_HEADER]?.split(", ") ?? [];
  const { warnings } = detail;
  return (
    <>
      {dropped.length > 0 ? (
        <Notice intent="warning" title="Parameters left out for this provider">
          <span className="font-mono text-12">{dropped.join(", ")}</span>
        </Notice>
      ) : null}
      {detail.isUsageMismatch ? (
        <Notice intent="warning" title="The provider's token counts contradict each other">
          They are shown as they came; nothing was corrected.
        </Notice>
      ) : null}
      {warnings.length > 0 ? (
        <Notice intent="warning">
          <ul className="grid gap-1">
            {[...new Set(warnings)].map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </Notice>
      ) : null}
    </>
  );
}
