import { PageSkeleton } from "@/components/layout/page-skeleton";

export default function ProvidersLoading() {
  return <PageSkeleton title="Providers" />;
}
