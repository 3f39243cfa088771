import { Fragment } from "react";

/** Text with every occurrence of a lower-case needle marked. */
export function MarkedText({ text, needle }: { text: string; needle: string }) {
  if (needle === "") return text;
  const pieces: { start: number; text: string; isHit: boolean }[] = [];
  const lower = text.toLowerCase();
  // Lower-casing can change a text's length (İ): then positions would not fit and nothing is marked.
  if (lower.length !== text.length) return text;
  let end = 0;
  for (let at = lower.indexOf(needle); at !== -1; at = lower.indexOf(needle, end)) {
    if (at > end) pieces.push({ start: end, text: text.slice(end, at), isHit: false });
    pieces.push({ start: at, text: text.slice(at, at + needle.length), isHit: true });
    end = at + needle.length;
  }
  pieces.push({ start: end, text: text.slice(end), isHit: false });
  return pieces.map((piece) =>
    piece.isHit ? (
      <mark key={piece.start} className="rounded-xs bg-warning-soft text-warning">
        {piece.text}
      </mark>
    ) : (
      <Fragment key={piece.start}>{piece.text}</Fragment>
    ),
  );
}
