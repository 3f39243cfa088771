import type { ReactNode } from "react";
import type { ProviderRow } from "@/lib/queries/providers";
import { Spinner } from "../ui/spinner";
import { ProviderMark } from "./provider-mark";
import { TestSummary } from "./test-result";

interface ProviderFactsProps {
  label: string;
  title: ReactNode;
  provider: Pick<
    ProviderRow,
    "baseUrl" | "credentialHint" | "defaultModel" | "models" | "extraHeaders" | "lastTest"
  >;
  isTesting: boolean;
}

/** What is known of a provider: side by side where there is room, else one below the other. */
export function ProviderFacts({ label, title, provider, isTesting }: ProviderFactsProps) {
  const { baseUrl, credentialHint, lastTest } = provider;
  return (
    <div className="flex min-w-0 flex-1 items-start gap-3">
      <ProviderMark label={label} />
      <div className="grid min-w-0 flex-1 gap-x-6 gap-y-2 @3xl:grid-cols-[minmax(0,4fr)_minmax(0,6fr)_minmax(0,5fr)]">
        <div className="min-w-0">
          <div className="flex min-w-0 items-center gap-2 text-13">{title}</div>
          <p className="truncate text-12 text-faint">
            {label} ·{" "}
            {credentialHint === null ? (
              "no key"
            ) : (
              <>
                <span className="sr-only">key </span>
                <span className="font-mono">{credentialHint}</span>
              </>
            )}
          </p>
        </div>
        <div className="min-w-0">
          <p className="truncate font-mono text-12 leading-5" title={baseUrl}>
            {baseUrl}
          </p>
          <p className="truncate text-12 text-faint">{contentsOf(provider)}</p>
        </div>
        <div className="min-w-0" role="status">
          {isTesting ? (
            <span className="flex items-center gap-1.5 text-13 text-muted">
              <Spinner />
              Asking the provider
            </span>
          ) : lastTest ? (
            <TestSummary test={lastTest} hasTime />
          ) : (
            <span className="text-13 text-faint">Not tested</span>
          )}
        </div>
      </div>
    </div>
  );
}

function contentsOf({
  models,
  defaultModel,
  extraHeaders,
}: ProviderFactsProps["provider"]): string {
  const parts = [
    models.length === 0 ? "no model list" : countOf(models.length, "model"),
    defaultModel === null ? "no default model" : `default ${defaultModel}`,
    extraHeaders.length === 0 ? null : countOf(extraHeaders.length, "header"),
  ];
  return parts.filter((part) => part !== null).join(" · ");
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
