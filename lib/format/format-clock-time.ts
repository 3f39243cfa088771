/** 22:55:58 today, 19 Nov 22:55 on another day of the viewer's zone. */
export function formatClockTime(iso: string, nowMs: number, timeZone?: string): string {
  const zone = timeZone ? { timeZone } : {};
  const date = new Date(iso);
  const clock = date.toLocaleTimeString("en-GB", zone);
  const isToday =
    date.toLocaleDateString("en-GB", zone) === new Date(nowMs).toLocaleDateString("en-GB", zone);
  if (isToday) return clock;
  const day = date.toLocaleDateString("en-GB", { ...zone, day: "2-digit", month: "short" });
  return `${day} ${clock.slice(0, 5)}`;
}
