import { PageSkeleton } from "@/components/layout/page-skeleton";

export default function KeysLoading() {
  return <PageSkeleton title="API keys" />;
}
