"use client";

import { ToggleGroup } from "radix-ui";
import type { ReactNode } from "react";

interface SegmentedControlProps<Value extends string> {
  value: Value;
  onValueChange: (value: Value) => void;
  options: readonly { value: Value; label: ReactNode; title?: string }[];
  label: string;
  size?: "sm" | "md";
}

export function SegmentedControl<Value extends string>(props: SegmentedControlProps<Value>) {
  const { value, onValueChange, options, label, size = "md" } = props;
  const height = size === "sm" ? "h-6 px-2 text-12" : "h-7 px-2.5 text-12";
  return (
    <ToggleGroup.Root
      type="single"
      value={value}
      onValueChange={(next) => {
        const chosen = options.find((option) => option.value === next);
        if (chosen) onValueChange(chosen.value);
      }}
      aria-label={label}
      className="inline-flex shrink-0 rounded border bg-sunken p-px"
    >
      {options.map((option) => (
        <ToggleGroup.Item
          key={option.value}
          value={option.value}
          title={option.title}
          className={`inline-flex items-center rounded-[5px] border border-transparent text-muted transition-colors hover:text-ink data-[state=on]:border-line-strong data-[state=on]:bg-surface data-[state=on]:font-medium data-[state=on]:text-ink ${height}`}
        >
          {option.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
