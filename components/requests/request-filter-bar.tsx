"use client";

import type { RequestFacets } from "@/lib/queries/requests";
import { Button } from "../ui/button";
import { Select } from "../ui/select";
import { ChoiceFilter } from "./choice-filter";
import type { RequestFilterName, RequestFilterValues } from "./request-filter-parsers";
import { TextFilter } from "./text-filter";

const RANGES = [
  { value: "15m", label: "Last 15 minutes" },
  { value: "1h", label: "Last hour" },
  { value: "24h", label: "Last 24 hours" },
  { value: "7d", label: "Last 7 days" },
  { value: "30d", label: "Last 30 days" },
  { value: "all", label: "All time" },
] as const;

const STATUSES = ["success", "error", "timeout", "cancelled", "blocked"] as const;

const NARROWING: readonly RequestFilterName[] = [
  "status",
  "model",
  "provider",
  "user",
  "session",
  "run",
  "key",
];

interface RequestFilterBarProps {
  values: RequestFilterValues;
  facets: RequestFacets;
  onChange: (values: Partial<RequestFilterValues>) => void;
  onClear: () => void;
}

export function RequestFilterBar({ values, facets, onChange, onClear }: RequestFilterBarProps) {
  const isNarrowed = NARROWING.some((name) => values[name] !== null);
  return (
    <search
      aria-label="Filter requests"
      className="flex shrink-0 items-center gap-2 overflow-x-auto border-b px-4 py-2 md:px-6"
    >
      <div className="w-36 shrink-0">
        <Select
          size="sm"
          aria-label="Time range"
          value={values.range ?? "all"}
          onValueChange={(range) => onChange({ range: range === "all" ? null : range })}
          options={RANGES}
        />
      </div>
      <ChoiceFilter
        label="Status"
        value={values.status}
        choices={STATUSES}
        onChange={(status) => onChange({ status })}
      />
      <ChoiceFilter
        label="Model"
        value={values.model}
        choices={facets.models}
        onChange={(model) => onChange({ model })}
      />
      <ChoiceFilter
        label="Provider"
        value={values.provider}
        choices={facets.providers}
        onChange={(provider) => onChange({ provider })}
      />
      <TextFilter
        label="User"
        placeholder="user-42"
        value={values.user}
        onChange={(user) => onChange({ user })}
      />
      <TextFilter
        label="Session"
        placeholder="Session id"
        value={values.session}
        onChange={(session) => onChange({ session })}
      />
      <TextFilter
        label="Run"
        placeholder="Run id"
        value={values.run}
        onChange={(run) => onChange({ run })}
      />
      {isNarrowed ? (
        <Button intent="ghost" size="sm" onClick={onClear}>
          Clear
        </Button>
      ) : null}
    </search>
  );
}
