const UNIX_SECONDS = /^\d{1,12}(\.\d{1,9})?$/;
const ISO = /^(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)?(Z|[+-]\d{2}:?\d{2})?$/i;

/** ISO 8601 or Unix seconds; without a time zone it is UTC. Null when it is neither. */
export function parseInstant(value: string): Date | null {
  if (UNIX_SECONDS.test(value)) return new Date(Number(value) * 1_000);
  // A + that was not escaped in a URL arrives as a space.
  const [, day, time, zone] = ISO.exec(value.replace(" ", "+")) ?? [];
  if (!day || !isCalendarDay(day)) return null;
  const instant = new Date(`${day}${time ?? "T00:00"}${withColon(zone ?? "Z")}`);
  return Number.isNaN(instant.getTime()) ? null : instant;
}

// Date would take 30 February for 2 March.
function isCalendarDay(day: string): boolean {
  const parsed = new Date(`${day}T00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(day);
}

function withColon(zone: string): string {
  return /^[+-]\d{4}$/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone;
}
