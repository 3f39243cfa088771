const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** just now · 42 s ago · 3 min ago · 5 h ago · 2 d ago · 12 Nov · 12 Nov 2025. A time ahead of the clock is "just now". */
export function formatRelativeTime(iso: string, nowMs: number, timeZone?: string): string {
  const date = new Date(iso);
  const ageMs = nowMs - date.getTime();
  if (ageMs < 5_000) return "just now";
  if (ageMs < MINUTE_MS) return `${Math.floor(ageMs / 1000)} s ago`;
  if (ageMs < HOUR_MS) return `${Math.floor(ageMs / MINUTE_MS)} min ago`;
  if (ageMs < DAY_MS) return `${Math.floor(ageMs / HOUR_MS)} h ago`;
  if (ageMs < 14 * DAY_MS) return `${Math.floor(ageMs / DAY_MS)} d ago`;
  const isSameYear = date.getUTCFullYear() === new Date(nowMs).getUTCFullYear();
  return date.toLocaleDateString("en-GB", {
    day: "numeric",
    month: "short",
    ...(isSameYear ? {} : { year: "numeric" }),
    ...(timeZone ? { timeZone } : {}),
  });
}
