"use client";

import { formatAbsoluteTime } from "@/lib/format/format-absolute-time";
import { formatClockTime } from "@/lib/format/format-clock-time";
import { formatRelativeTime } from "@/lib/format/format-relative-time";
import { useNow } from "./use-now";

interface TimeProps {
  iso: string;
  look: "relative" | "clock" | "absolute";
}

/** The server does not know the viewer's zone: the place is held until the browser does. */
export function Time({ iso, look }: TimeProps) {
  const nowMs = useNow();
  if (nowMs === null) {
    return (
      <time dateTime={iso} className="invisible">
        00:00:00
      </time>
    );
  }
  const absolute = formatAbsoluteTime(iso);
  return (
    <time dateTime={iso} title={absolute}>
      {look === "absolute" ? absolute : null}
      {look === "relative" ? formatRelativeTime(iso, nowMs) : null}
      {look === "clock" ? formatClockTime(iso, nowMs) : null}
    </time>
  );
}
