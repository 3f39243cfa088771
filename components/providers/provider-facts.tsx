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
  actions?: ReactNode;
}

/** What is known of a provider: side by side where there is room, else one below the other. */
export function ProviderFacts(props: ProviderFactsProps) {
  const { label, title, provider, isTesting, actions } = props;
  const { baseUrl, credentialHint, lastTest } = provider;
  return (
    <div className="grid grid-cols-[auto_minmax(0,1fr)_auto] items-start gap-x-3 gap-y-2 @2xl:grid-cols-[auto_minmax(0,4fr)_minmax(0,6fr)_minmax(0,5fr)_auto] @2xl:gap-x-5">
      <ProviderMark label={label} />
      <div className="min-w-0 @2xl:-ml-2">
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
      <div className="flex gap-1 @2xl:col-start-5 @2xl:row-start-1">{actions}</div>
      <div className="col-span-2 col-start-2 min-w-0 @2xl:col-span-1 @2xl:col-start-3 @2xl:row-start-1">
        <p className="truncate font-mono text-12 leading-5" title={baseUrl}>
          {baseUrl}
        </p>
        <p className="text-12 text-faint @2xl:truncate">{contentsOf(provider)}</p>
      </div>
      <div
        role="status"
        className="col-span-2 col-start-2 min-w-0 @2xl:col-span-1 @2xl:col-start-4 @2xl:row-start-1"
      >
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
