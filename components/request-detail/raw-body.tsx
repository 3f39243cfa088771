"use client";

import { Search } from "lucide-react";
import { useDeferredValue, useMemo, useState } from "react";
import { findJson } from "@/lib/format/find-json";
import { formatBytes } from "@/lib/format/format-bytes";
import { CopyButton } from "../ui/copy-button";
import { Input } from "../ui/input";
import { JsonTree } from "../ui/json-tree";
import { MarkedText } from "../ui/marked-text";
import { SegmentedControl } from "../ui/segmented-control";

/** More text than this in one element makes scrolling stutter. */
const SHOWN_CHARS = 200_000;

interface RawBodyProps {
  title: string;
  text: string | null;
  /** What stands here when there is no body. */
  absence: string;
}

/** One body: as a tree when it is JSON, or as the text it was. */
export function RawBody({ title, text, absence }: RawBodyProps) {
  const json = useMemo(() => (text === null ? null : findJson(text)), [text]);
  const [look, setLook] = useState<"tree" | "text">("tree");
  const sizeBytes = useMemo(() => (text === null ? 0 : new Blob([text]).size), [text]);
  return (
    <section className="min-w-0 self-start overflow-hidden rounded border" aria-label={title}>
      <header className="flex h-10 items-center gap-3 border-b bg-canvas pr-2 pl-3">
        <h2 className="font-medium text-13">{title}</h2>
        {text === null ? null : (
          <span className="flex-1 font-mono text-12 text-faint">{formatBytes(sizeBytes)}</span>
        )}
        {json ? (
          <SegmentedControl
            size="sm"
            label={`${title} as`}
            value={look}
            onValueChange={setLook}
            options={[
              { value: "tree", label: "Tree" },
              { value: "text", label: "Text" },
            ]}
          />
        ) : null}
      </header>
      {text === null ? <p className="p-3 text-13 text-muted">{absence}</p> : null}
      {text !== null && json && look === "tree" ? (
        <JsonTree value={json.value} label={title.toLowerCase()} />
      ) : null}
      {text !== null && (!json || look === "text") ? <RawText title={title} text={text} /> : null}
    </section>
  );
}

function RawText({ title, text }: { title: string; text: string }) {
  const [search, setSearch] = useState("");
  const [isWhole, setIsWhole] = useState(false);
  const needle = useDeferredValue(search.toLowerCase());
  const shown = isWhole ? text : text.slice(0, SHOWN_CHARS);
  return (
    <>
      <div className="flex items-center justify-between gap-2 border-b px-3 py-1.5">
        <div className="w-56 max-w-full">
          <Input
            size="sm"
            type="search"
            value={search}
            onChange={(event) => setSearch(event.target.value)}
            placeholder="Search"
            aria-label={`Search in ${title.toLowerCase()}`}
            icon={<Search aria-hidden="true" />}
          />
        </div>
        <CopyButton text={text} label={`Copy ${title.toLowerCase()}`} />
      </div>
      <pre className="wire-text p-3 font-mono text-12 leading-5">
        <MarkedText text={shown} needle={needle} />
      </pre>
      {shown.length < text.length ? (
        <button
          type="button"
          onClick={() => setIsWhole(true)}
          className="m-3 mt-0 rounded-sm text-13 text-accent hover:underline"
        >
          Show all {text.length.toLocaleString("en-US")} characters
        </button>
      ) : null}
    </>
  );
}
