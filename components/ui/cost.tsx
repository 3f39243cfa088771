import { formatUsd } from "@/lib/format/format-usd";

interface CostProps {
  /** Exact dollars; null is unknown, which is never shown as $0. */
  costUsd: string | null;
  totalTokens: number | null;
}

/** What a call cost, with the exact sum or the reason why there is none in its title. */
export function Cost({ costUsd, totalTokens }: CostProps) {
  if (costUsd !== null) return <span title={`$${costUsd}`}>{formatUsd(costUsd)}</span>;
  const reason =
    totalTokens === null
      ? "Cost unknown: nobody counted what this call used"
      : "Cost unknown: no price is known for this model";
  return (
    <span title={reason} className="text-faint">
      {formatUsd(null)}
      <span className="sr-only"> {reason}</span>
    </span>
  );
}
