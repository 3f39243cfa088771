"use client";

import { X } from "lucide-react";
import { type ClipboardEvent, type KeyboardEvent, useRef, useState } from "react";

interface ListInputProps {
  value: readonly string[];
  onChange: (value: string[]) => void;
  /** What one entry is, as in "Remove model gpt-4o". */
  noun: string;
  placeholder?: string;
  id?: string;
  "aria-describedby"?: string | undefined;
  "aria-invalid"?: boolean | undefined;
}

/**
 * Collects entries: Enter or a comma adds what was typed, pasted lines become entries. The entries are one
 * stop of the Tab key; arrows walk through them and Delete removes one.
 */
export function ListInput({ value, onChange, noun, placeholder, ...control }: ListInputProps) {
  const [text, setText] = useState("");

  function add(typed: string) {
    const entries = typed.split(/[\n,]+/).map((entry) => entry.trim());
    const added = entries.filter((entry) => entry !== "");
    if (added.length > 0) onChange([...new Set([...value, ...added])]);
    setText("");
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    if (event.nativeEvent.isComposing) return;
    if (text.trim() !== "" && (event.key === "Enter" || event.key === ",")) {
      event.preventDefault();
      add(text);
    }
    if (text === "" && event.key === "Backspace") onChange(value.slice(0, -1));
  }

  function onPaste(event: ClipboardEvent<HTMLInputElement>) {
    const pasted = event.clipboardData.getData("text");
    if (!/[\n,]/.test(pasted)) return;
    event.preventDefault();
    add(text + pasted);
  }

  return (
    <div className="rounded border border-line-strong bg-surface transition-colors focus-within:border-accent focus-within:outline-2 focus-within:outline-accent/30 hover:border-faint has-aria-invalid:border-danger">
      {value.length > 0 ? <Entries value={value} onChange={onChange} noun={noun} /> : null}
      <input
        {...control}
        className="h-8 w-full bg-transparent px-2.5 font-mono text-13 outline-none placeholder:text-faint"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
        onBlur={() => add(text)}
        placeholder={placeholder}
        autoComplete="off"
        spellCheck={false}
      />
    </div>
  );
}

type EntriesProps = Pick<ListInputProps, "value" | "onChange" | "noun">;

function Entries({ value, onChange, noun }: EntriesProps) {
  const list = useRef<HTMLUListElement>(null);
  const [active, setActive] = useState(0);
  const current = Math.min(active, value.length - 1);

  function focusOn(index: number) {
    const bounded = Math.max(0, Math.min(index, value.length - 1));
    setActive(bounded);
    list.current?.querySelectorAll("button")[bounded]?.focus();
  }

  function remove(index: number) {
    // The focus moves before its button is gone; after the last entry it is the input's.
    if (value.length === 1) list.current?.parentElement?.querySelector("input")?.focus();
    else focusOn(index === value.length - 1 ? index - 1 : index + 1);
    onChange(value.filter((_entry, place) => place !== index));
    setActive(Math.max(0, Math.min(index, value.length - 2)));
  }

  function onKeyDown(event: KeyboardEvent, index: number) {
    const isRemoval = event.key === "Delete" || event.key === "Backspace";
    const target = neighbour(event.key, index, value.length - 1);
    if (!isRemoval && target === null) return;
    event.preventDefault();
    if (isRemoval) remove(index);
    else if (target !== null) focusOn(target);
  }

  return (
    <ul ref={list} className="flex max-h-36 flex-wrap gap-1 overflow-y-auto border-b p-1.5">
      {value.map((entry, index) => (
        <li
          key={entry}
          className="inline-flex max-w-full items-center rounded-sm border bg-sunken pl-1.5 font-mono text-12"
        >
          <span className="truncate" title={entry}>
            {entry}
          </span>
          <button
            type="button"
            tabIndex={index === current ? 0 : -1}
            aria-label={`Remove ${noun} ${entry}`}
            className="grid size-5.5 shrink-0 place-items-center rounded-sm text-faint hover:text-ink"
            onClick={() => remove(index)}
            onFocus={() => setActive(index)}
            onKeyDown={(event) => onKeyDown(event, index)}
          >
            <X className="size-3" aria-hidden="true" />
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Where a key leads from the entry at `index`; null for a key that leads nowhere. */
function neighbour(key: string, index: number, last: number): number | null {
  if (key === "ArrowRight") return index + 1;
  if (key === "ArrowLeft") return index - 1;
  if (key === "Home") return 0;
  return key === "End" ? last : null;
}
