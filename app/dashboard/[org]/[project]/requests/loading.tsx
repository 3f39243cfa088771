import { PageFrame } from "@/components/layout/page-frame";
import { RequestsSkeleton } from "@/components/requests/requests-skeleton";

export default function RequestsLoading() {
  return (
    <PageFrame title="Requests" width="fill">
      <div className="h-11 shrink-0 border-b" />
      <RequestsSkeleton />
    </PageFrame>
  );
}
