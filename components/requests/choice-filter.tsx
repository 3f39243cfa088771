"use client";

import { Menu, MenuItem, MenuLabel } from "../ui/menu";
import { FilterChip } from "./filter-chip";

interface ChoiceFilterProps {
  label: string;
  value: string | null;
  choices: readonly string[];
  onChange: (value: string | null) => void;
}

export function ChoiceFilter({ label, value, choices, onChange }: ChoiceFilterProps) {
  const all = value === null || choices.includes(value) ? choices : [value, ...choices];
  return (
    <FilterChip
      label={label}
      value={value}
      onClear={() => onChange(null)}
      open={(trigger) => (
        <Menu trigger={trigger} label={label}>
          {all.length === 0 ? <MenuLabel>None seen in this time range</MenuLabel> : null}
          {all.map((choice) => (
            <MenuItem
              key={choice}
              isChecked={choice === value}
              onSelect={() => onChange(choice === value ? null : choice)}
            >
              <span className="font-mono text-12">{choice}</span>
            </MenuItem>
          ))}
        </Menu>
      )}
    />
  );
}
