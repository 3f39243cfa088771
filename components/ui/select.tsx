"use client";

import { Check, ChevronDown } from "lucide-react";
import { Select as RadixSelect } from "radix-ui";

export interface SelectOption {
  value: string;
  label: string;
  hint?: string;
}

interface SelectProps {
  value: string;
  onValueChange: (value: string) => void;
  options: readonly SelectOption[];
  placeholder?: string;
  size?: "sm" | "md";
  disabled?: boolean;
  id?: string;
  "aria-label"?: string;
  "aria-describedby"?: string | undefined;
  "aria-invalid"?: boolean | undefined;
}

export function Select({ options, placeholder, size = "md", id, ...rest }: SelectProps) {
  const { value, onValueChange, disabled = false, ...aria } = rest;
  return (
    <RadixSelect.Root value={value} onValueChange={onValueChange} disabled={disabled}>
      <RadixSelect.Trigger
        id={id}
        {...aria}
        className={`inline-flex w-full items-center justify-between gap-2 rounded border border-line-strong bg-surface text-ink transition-colors hover:border-faint disabled:opacity-60 data-placeholder:text-faint ${size === "sm" ? "h-7 px-2 text-12" : "h-8 px-2.5 text-13"}`}
      >
        <span className="truncate">
          <RadixSelect.Value placeholder={placeholder} />
        </span>
        <ChevronDown className="size-3.5 shrink-0 text-faint" aria-hidden="true" />
      </RadixSelect.Trigger>
      <RadixSelect.Portal>
        <RadixSelect.Content
          position="popper"
          sideOffset={4}
          className="z-50 max-h-80 min-w-(--radix-select-trigger-width) animate-pop-in overflow-hidden rounded border bg-float shadow-float"
        >
          <RadixSelect.Viewport className="p-1">
            {options.map((option) => (
              <RadixSelect.Item
                key={option.value}
                value={option.value}
                className="relative flex h-8 cursor-default select-none items-center gap-2 rounded-sm pr-8 pl-2 text-13 outline-none data-highlighted:bg-sunken"
              >
                <RadixSelect.ItemText>{option.label}</RadixSelect.ItemText>
                {option.hint ? <span className="text-12 text-faint">{option.hint}</span> : null}
                <RadixSelect.ItemIndicator className="absolute right-2">
                  <Check className="size-3.5 text-accent" aria-hidden="true" />
                </RadixSelect.ItemIndicator>
              </RadixSelect.Item>
            ))}
          </RadixSelect.Viewport>
        </RadixSelect.Content>
      </RadixSelect.Portal>
    </RadixSelect.Root>
  );
}
