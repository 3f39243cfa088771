"use client";

import { ChevronDown, Plus, X } from "lucide-react";
import type { ReactNode } from "react";

interface FilterChipProps {
  label: string;
  value: string | null;
  onClear: () => void;
  /** Wraps the trigger: a menu or a popover. */
  open: (trigger: ReactNode) => ReactNode;
}

/** Dashed while it filters nothing; solid, with its value and a way out, once it does. */
export function FilterChip({ label, value, onClear, open }: FilterChipProps) {
  const trigger = (
    <button
      type="button"
      aria-label={value === null ? `Filter by ${label.toLowerCase()}` : `${label}: ${value}`}
      className="flex h-full min-w-0 items-center gap-1.5 rounded px-2 text-12 text-muted transition-colors hover:text-ink"
    >
      {value === null ? <Plus className="size-3.5 text-faint" aria-hidden="true" /> : null}
      <span className="whitespace-nowrap">{label}</span>
      {value === null ? null : (
        <>
          <span className="max-w-40 truncate font-medium font-mono text-ink">{value}</span>
          <ChevronDown className="size-3 text-faint" aria-hidden="true" />
        </>
      )}
    </button>
  );
  return (
    <span
      className={`flex h-7 shrink-0 items-center rounded border bg-surface ${value === null ? "border-line-strong border-dashed" : "border-line-strong"}`}
    >
      {open(trigger)}
      {value === null ? null : (
        <button
          type="button"
          onClick={onClear}
          aria-label={`Remove the ${label.toLowerCase()} filter`}
          className="grid h-full w-6 place-items-center rounded-r border-l text-faint transition-colors hover:bg-sunken hover:text-ink"
        >
          <X className="size-3.5" aria-hidden="true" />
        </button>
      )}
    </span>
  );
}
