import { PageFrame } from "@/components/layout/page-frame";
import { LeaveOnEscape } from "@/components/request-detail/leave-on-escape";
import { Skeleton } from "@/components/ui/skeleton";

export default function RequestDetailLoading() {
  return (
    <PageFrame title="Request">
      <LeaveOnEscape />
      <div className="grid gap-4" aria-busy="true">
        <div className="h-[58px] rounded border" />
        <div className="h-9 border-b" />
        <Skeleton width="40" />
        <Skeleton width="64" />
        <Skeleton width="full" />
      </div>
    </PageFrame>
  );
}
