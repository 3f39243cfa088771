"use client";

import { useState } from "react";

/** A line of prose in this column is about this long; longer lines wrap and count as several. */
const CHARS_PER_LINE = 100;

function countLines(text: string, limit: number): number {
  let count = 0;
  for (const line of text.split("\n")) {
    count += Math.max(1, Math.ceil(line.length / CHARS_PER_LINE));
    if (count > limit) break;
  }
  return count;
}

export function FoldedText({ text, lines }: { text: string; lines: number }) {
  const [isWhole, setIsWhole] = useState(false);
  const isLong = countLines(text, lines) > lines;
  const isFolded = isLong && !isWhole;
  return (
    <>
      <div
        className={`wire-text ${isFolded ? "line-clamp-(--lines)" : ""}`}
        style={{ "--lines": lines }}
      >
        {text}
      </div>
      {isLong ? (
        <button
          type="button"
          aria-expanded={isWhole}
          onClick={() => setIsWhole(!isWhole)}
          className="mt-1 rounded-sm text-13 text-accent hover:underline"
        >
          {isWhole ? "Show less" : "Show all"}
        </button>
      ) : null}
    </>
  );
}
