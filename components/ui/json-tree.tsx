"use client";

import { ChevronRight, Search } from "lucide-react";
import { useDeferredValue, useMemo, useState } from "react";
import { CopyButton } from "./copy-button";
import { findJsonMatches } from "./find-json-matches";
import { Input } from "./input";
import { JsonValue } from "./json-value";

interface JsonTreeProps {
  value: unknown;
  label: string;
  /** How many levels are open at first. */
  openDepth?: number;
}

/** A JSON value as a foldable tree; everything is shown as text. */
export function JsonTree({ value, label, openDepth = 5 }: JsonTreeProps) {
  const [search, setSearch] = useState("");
  const needle = useDeferredValue(search.trim().toLowerCase());
  const matches = useMemo(
    () => (needle === "" ? null : findJsonMatches(value, needle)),
    [value, needle],
  );
  return (
    <div className="min-w-0">
      <div className="flex items-center gap-2 border-b px-3 py-1.5">
        <div className="w-56 max-w-full">
          <Input
            size="sm"
            type="search"
            value={search}
            onChange={(event) => setSearch(event.target.value)}
            placeholder="Search"
            aria-label={`Search in ${label}`}
            icon={<Search aria-hidden="true" />}
          />
        </div>
        <span className="flex-1 text-12 text-faint" aria-live="polite">
          {matches ? `${matches.count} ${matches.count === 1 ? "match" : "matches"}` : ""}
        </span>
        <CopyButton text={() => JSON.stringify(value, null, 2)} label={`Copy ${label}`} />
      </div>
      <div className="overflow-x-auto p-3 font-mono text-12 leading-5">
        <JsonNode
          name={null}
          value={value}
          path=""
          depth={0}
          openDepth={openDepth}
          needle={needle}
          forcedOpen={matches?.open ?? null}
        />
      </div>
    </div>
  );
}

interface JsonNodeProps {
  name: string | null;
  value: unknown;
  path: string;
  depth: number;
  openDepth: number;
  needle: string;
  forcedOpen: ReadonlySet<string> | null;
}

/** Long lists unfold in steps, so that opening one never freezes the page. */
const PAGE = 100;

function JsonNode(props: JsonNodeProps) {
  const { name, value, path, depth, openDepth, needle, forcedOpen } = props;
  const [isToggledOpen, setIsToggledOpen] = useState(depth < openDepth);
  const [shown, setShown] = useState(PAGE);
  if (value === null || typeof value !== "object") {
    return (
      <div className="flex min-w-0 pl-4">
        <JsonKey name={name} />
        <JsonValue value={value} needle={needle} />
      </div>
    );
  }
  const entries = Object.entries(value);
  const isOpen = forcedOpen?.has(path) === true || isToggledOpen;
  const [left, right] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  return (
    <div>
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setIsToggledOpen(!isToggledOpen)}
        className="flex items-center rounded-sm text-left hover:bg-sunken"
      >
        <ChevronRight
          aria-hidden="true"
          className={`mr-0.5 size-3.5 shrink-0 text-faint transition-transform ${isOpen ? "rotate-90" : ""}`}
        />
        <JsonKey name={name} />
        <span className="text-faint">
          {isOpen ? left : `${left}${entries.length === 0 ? "" : " … "}${right}`}
          {isOpen ? null : ` ${entries.length}`}
        </span>
      </button>
      {isOpen ? (
        <>
          <div className="ml-1.5 border-l pl-2.5">
            {entries.slice(0, shown).map(([key, child]) => (
              <JsonNode
                key={key}
                name={key}
                value={child}
                path={`${path}/${key}`}
                depth={depth + 1}
                openDepth={openDepth}
                needle={needle}
                forcedOpen={forcedOpen}
              />
            ))}
            {entries.length > shown ? (
              <button
                type="button"
                onClick={() => setShown(shown + PAGE * 5)}
                className="ml-4 rounded-sm text-accent hover:underline"
              >
                Show more ({entries.length - shown} left)
              </button>
            ) : null}
          </div>
          <span className="pl-4 text-faint">{right}</span>
        </>
      ) : null}
    </div>
  );
}

function JsonKey({ name }: { name: string | null }) {
  if (name === null) return null;
  return (
    <span className="mr-1.5 shrink-0 whitespace-pre text-muted">
      {name}
      <span className="text-faint">:</span>
    </span>
  );
}
