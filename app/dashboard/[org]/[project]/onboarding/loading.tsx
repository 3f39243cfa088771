import { PageSkeleton } from "@/components/layout/page-skeleton";

export default function GetStartedLoading() {
  return <PageSkeleton title="Get started" />;
}
