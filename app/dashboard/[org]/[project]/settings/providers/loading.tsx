import { ProvidersSkeleton } from "@/components/providers/providers-skeleton";

export default function ProvidersLoading() {
  return <ProvidersSkeleton />;
}
