import type { ReactNode } from "react";
import { formatExactCount } from "@/lib/format/format-exact-count";
import { formatUsd } from "@/lib/format/format-usd";
import type { RequestDetail } from "@/lib/queries/request-detail";
import { Card } from "../ui/card";

const UNIT_LABELS: Readonly<Record<string, string>> = {
  text_in: "Input",
  cache_read: "Input read from cache",
  cache_write_5m: "Cache write, 5 minutes",
  cache_write_1h: "Cache write, 1 hour",
  audio_in: "Audio input",
  image_in: "Image input",
  text_out: "Output",
  reasoning: "Reasoning",
  audio_out: "Audio output",
  image_out: "Image output",
  web_searches: "Web searches",
  requests: "Requests",
  seconds: "Seconds",
  characters: "Characters",
};

/** How the cost came about: every bucket with its price, and whose price list it stands in. */
export function CostCard({ detail }: { detail: RequestDetail }) {
  const { cost, costUsd } = detail;
  return (
    <Card title="Cost" padding="none">
      {cost ? (
        <table className="w-full text-13">
          <thead>
            <tr className="border-b text-12 text-faint">
              <Head label="Unit" align="left" />
              <Head label="Quantity" />
              <Head label="Per million" />
              <Head label="Cost" />
            </tr>
          </thead>
          <tbody>
            {cost.lines.map(({ unit, quantity, priceUsdPerMillion, costUsd: lineUsd }) => (
              <tr key={unit} className="border-b">
                <td className="h-8 px-4 text-muted">{UNIT_LABELS[unit] ?? unit}</td>
                <Figure>{formatExactCount(quantity)}</Figure>
                <Figure title={`$${priceUsdPerMillion}`}>{formatUsd(priceUsdPerMillion)}</Figure>
                <Figure title={`$${lineUsd}`}>{formatUsd(lineUsd)}</Figure>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr className="font-medium">
              <td className="h-8 px-4" colSpan={3}>
                Total
              </td>
              <Figure title={`$${costUsd}`}>{formatUsd(costUsd)}</Figure>
            </tr>
          </tfoot>
        </table>
      ) : (
        <p className="p-4 text-13 text-faint">{reasonOf(detail)}</p>
      )}
      {cost ? <PriceNote detail={detail} /> : null}
    </Card>
  );
}

function Head({ label, align = "right" }: { label: string; align?: "left" | "right" }) {
  return (
    <th
      scope="col"
      className={`h-8 px-4 font-normal ${align === "left" ? "text-left" : "text-right"}`}
    >
      {label}
    </th>
  );
}

function Figure({ children, title }: { children: ReactNode; title?: string }) {
  return (
    <td title={title} className="px-4 text-right font-mono text-12">
      {children}
    </td>
  );
}

function PriceNote({ detail: { cost, reportedCostUsd } }: { detail: RequestDetail }) {
  const price = cost?.price;
  return (
    <p className="border-t px-4 py-2 text-12 text-muted">
      Priced as <span className="font-mono">{price?.model}</span> by the list{" "}
      <span className="font-mono">{price?.source}</span>
      {price?.effectiveFrom ? `, in effect since ${price.effectiveFrom}` : ""}.
      {reportedCostUsd === null ? "" : ` The provider itself says ${formatUsd(reportedCostUsd)}.`}
    </p>
  );
}

function reasonOf({ costUsd, model, modelRequested, ...detail }: RequestDetail): string {
  const reported =
    detail.reportedCostUsd === null
      ? ""
      : ` The provider itself says ${formatUsd(detail.reportedCostUsd)}.`;
  if (costUsd !== null) return "This call used nothing that is billed.";
  if (detail.isUsageMismatch) {
    return `The provider's counts make no sense, so the cost is unknown.${reported}`;
  }
  if (detail.totalTokens === null)
    return "Nobody counted what this call used: its cost is unknown.";
  const tier = detail.serviceTier === null ? "" : ` at the service tier ${detail.serviceTier}`;
  return `No price is known for ${model ?? modelRequested ?? "this model"}${tier}.${reported}`;
}
