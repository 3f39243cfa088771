"use client";

import { useState } from "react";
import { MarkedText } from "./marked-text";

const FOLD_CHARS = 600;

/** A leaf of the tree. Long strings fold; line breaks inside strings are kept, as people read prompts here. */
export function JsonValue({ value, needle }: { value: unknown; needle: string }) {
  const [isWhole, setIsWhole] = useState(false);
  if (typeof value !== "string") {
    const tone = typeof value === "number" ? "text-warning" : "text-accent";
    return (
      <span className={tone}>
        <MarkedText text={String(value)} needle={needle} />
      </span>
    );
  }
  const isLong = value.length > FOLD_CHARS;
  const text = isLong && !isWhole && needle === "" ? `${value.slice(0, FOLD_CHARS)}…` : value;
  return (
    <span className="wire-text min-w-0 text-success">
      &quot;
      <MarkedText text={text} needle={needle} />
      &quot;
      {isLong && needle === "" ? (
        <button
          type="button"
          onClick={() => setIsWhole(!isWhole)}
          className="ml-2 rounded-sm text-accent hover:underline"
        >
          {isWhole ? "Show less" : `Show all ${value.length.toLocaleString("en-US")} characters`}
        </button>
      ) : null}
    </span>
  );
}
