import { type Logger, pino } from "pino";

/** Fields that may carry a secret; pino replaces them wherever a log object holds them. */
const REDACTED = ["authorization", "cookie", "apiKey", "password", "secret", "credential"].flatMap(
  (field) => [field, `*.${field}`, `*.*.${field}`],
);

/** One logger per process, JSON lines on standard output; `name` says which process speaks. */
export function createLog(name: string, level: string): Logger {
  return pino({ name, level, redact: { paths: REDACTED, censor: "[redacted]" }, base: { name } });
}

export type Log = Logger;
