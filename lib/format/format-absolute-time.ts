/** 20 Nov 2026, 22:55:58.123 GMT+1: to the millisecond, with the zone's name. */
export function formatAbsoluteTime(iso: string, timeZone?: string): string {
  return new Date(iso).toLocaleString("en-GB", {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    fractionalSecondDigits: 3,
    timeZoneName: "short",
    ...(timeZone ? { timeZone } : {}),
  });
}
