"use client";

import { Popover } from "radix-ui";
import { type FormEvent, useState } from "react";
import { Button } from "../ui/button";
import { Input } from "../ui/input";
import { FilterChip } from "./filter-chip";

interface TextFilterProps {
  label: string;
  placeholder: string;
  value: string | null;
  onChange: (value: string | null) => void;
}

/** A filter on an id that is typed or pasted, matched exactly. */
export function TextFilter({ label, placeholder, value, onChange }: TextFilterProps) {
  const [isOpen, setIsOpen] = useState(false);
  const [draft, setDraft] = useState("");

  function apply(event: FormEvent) {
    event.preventDefault();
    onChange(draft.trim() === "" ? null : draft.trim());
    setIsOpen(false);
  }

  return (
    <Popover.Root
      open={isOpen}
      onOpenChange={(next) => {
        setDraft(value ?? "");
        setIsOpen(next);
      }}
    >
      <FilterChip
        label={label}
        value={value}
        onClear={() => onChange(null)}
        open={(trigger) => <Popover.Trigger asChild>{trigger}</Popover.Trigger>}
      />
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={6}
          collisionPadding={8}
          className="z-50 w-72 animate-pop-in rounded border bg-float p-2 shadow-float outline-none"
        >
          <form onSubmit={apply} className="flex gap-2">
            <Input
              size="sm"
              font="mono"
              value={draft}
              onChange={(event) => setDraft(event.target.value)}
              placeholder={placeholder}
              aria-label={`${label} id`}
              autoComplete="off"
              spellCheck={false}
            />
            <Button intent="primary" size="sm" type="submit">
              Filter
            </Button>
          </form>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
