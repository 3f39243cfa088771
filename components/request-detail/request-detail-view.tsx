import type { RequestDetail } from "@/lib/queries/request-detail";
import { PageFrame } from "../layout/page-frame";
import { CopyButton } from "../ui/copy-button";
import { Notice } from "../ui/notice";
import { CallWarnings } from "./call-warnings";
import { DetailStrip } from "./detail-strip";
import { DetailTabs } from "./detail-tabs";
import { Neighbours } from "./neighbours";

interface RequestDetailViewProps {
  detail: RequestDetail;
  projectId: string;
  base: string;
}

export function RequestDetailView({ detail, projectId, base }: RequestDetailViewProps) {
  return (
    <PageFrame
      title={
        <span className="font-medium font-mono text-13" title={detail.id}>
          {detail.id}
        </span>
      }
      breadcrumb={[{ label: "Requests", href: `${base}/requests` }]}
      actions={
        <>
          <CopyButton text={detail.id} label="Copy trace id" />
          <Neighbours projectId={projectId} traceId={detail.id} base={base} />
        </>
      }
    >
      <div className="grid gap-4">
        {detail.error ? (
          <Notice intent="danger" title={`${detail.error.type} · ${detail.error.code}`}>
            {detail.error.message}
          </Notice>
        ) : null}
        <CallWarnings detail={detail} />
        <DetailStrip detail={detail} base={base} />
        <DetailTabs detail={detail} />
      </div>
    </PageFrame>
  );
}
