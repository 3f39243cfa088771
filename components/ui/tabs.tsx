"use client";

import { Tabs as RadixTabs } from "radix-ui";
import type { ReactNode } from "react";

interface TabsProps {
  value: string;
  onValueChange: (value: string) => void;
  label: string;
  tabs: readonly { value: string; label: string; count?: number; content: ReactNode }[];
  /** Sits at the right end of the tab row. */
  aside?: ReactNode;
  /** `inset` is for tabs inside a card: a quieter, padded row. */
  look?: "page" | "inset";
}

export function Tabs({ value, onValueChange, label, tabs, aside, look = "page" }: TabsProps) {
  return (
    <RadixTabs.Root value={value} onValueChange={onValueChange} className="min-w-0">
      <div
        className={`flex items-center justify-between gap-4 border-b ${look === "inset" ? "pr-2 pl-3" : ""}`}
      >
        <RadixTabs.List aria-label={label} className="flex gap-1.5 overflow-x-auto">
          {tabs.map((tab) => (
            <RadixTabs.Trigger
              key={tab.value}
              value={tab.value}
              className="-mb-px flex h-9 items-center gap-1.5 whitespace-nowrap border-transparent border-b-2 px-1.5 text-13 text-muted -outline-offset-2 transition-colors hover:text-ink data-[state=active]:border-ink data-[state=active]:font-medium data-[state=active]:text-ink"
            >
              {tab.label}
              {tab.count === undefined ? null : (
                <span className="text-12 text-faint">{tab.count}</span>
              )}
            </RadixTabs.Trigger>
          ))}
        </RadixTabs.List>
        {aside}
      </div>
      {tabs.map((tab) => (
        <RadixTabs.Content key={tab.value} value={tab.value} className="min-w-0">
          {tab.content}
        </RadixTabs.Content>
      ))}
    </RadixTabs.Root>
  );
}
