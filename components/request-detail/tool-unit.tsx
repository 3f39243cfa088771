"use client";

import { ChevronRight, Wrench } from "lucide-react";
import { useState } from "react";
import { findJson } from "@/lib/format/find-json";
import { formatOneLine } from "@/lib/format/format-one-line";
import { toJson } from "@/lib/protocol/lenient-json";
import { CodeBlock } from "../ui/code-block";
import type { ToolUse } from "./fold-conversation";

/** A tool call with its result: one line until opened. */
export function ToolUnit({ use }: { use: ToolUse }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <div className="min-w-0 overflow-hidden rounded border">
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
        className="flex h-9 w-full items-center gap-2 bg-canvas px-3 text-left -outline-offset-2 transition-colors hover:bg-sunken"
      >
        <ChevronRight
          aria-hidden="true"
          className={`size-3.5 shrink-0 text-faint transition-transform ${isOpen ? "rotate-90" : ""}`}
        />
        <Wrench className="size-3.5 shrink-0 text-faint" aria-hidden="true" />
        <span className="shrink-0 font-medium font-mono text-12">{use.call.name}</span>
        <span className="min-w-0 flex-1 truncate font-mono text-12 text-muted">
          {formatOneLine(use.call.arguments)}
        </span>
        <span className="shrink-0 text-12 text-faint">
          {use.result === null ? "no result" : "result"}
        </span>
      </button>
      {isOpen ? (
        <div className="grid gap-3 border-t p-3">
          <ToolPart label="Arguments" text={use.call.arguments} />
          {use.result === null ? null : <ToolPart label="Result" text={use.result} />}
        </div>
      ) : null}
    </div>
  );
}

function ToolPart({ label, text }: { label: string; text: string }) {
  const json = findJson(text);
  return (
    <div className="grid min-w-0 gap-1">
      <span className="text-12 text-faint">{label}</span>
      <CodeBlock
        code={json ? toJson(json.value, 2) : text}
        copyText={text}
        language={json ? "json" : "text"}
        label={label.toLowerCase()}
        wrap
      />
    </div>
  );
}
