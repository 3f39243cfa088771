/** What a caller says about a call in `x-prysm-*` headers (CONTRACT.md section 3). */
export interface CallContext {
  runId: string | null;
  spanId: string | null;
  parentSpanId: string | null;
  clientRequestId: string | null;
  endUserId: string | null;
  sessionId: string | null;
  sessionName: string | null;
  metadata: Record<string, unknown> | null;
  tags: string[];
  provider: string | null;
  requestTimeoutMs: number | null;
  /** Names of headers whose value was ignored, with the reason. */
  warnings: string[];
  /** The caller used the `x-prism-*` spelling and is answered in both. */
  usesPrismNames: boolean;
}

export type HeaderMap = Readonly<Record<string, string | undefined>>;

const MAX_ID_LENGTH = 256;
const MAX_RUN_ID_LENGTH = 128;
const MAX_METADATA_BYTES = 8 * 1024;
const MAX_TAGS = 64;
const PROPERTY = /^x-pr(?:ysm|ism)-property-(.+)$/;
const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}/;

const ALIASES = {
  "user-id": ["x-prysm-customer-id", "x-llmobserve-customer-id", "x-fallom-customer-id"],
  "session-id": ["x-fallom-session-id"],
  "trace-id": ["x-prysm-run-id", "x-llmobserve-run-id"],
  "span-id": ["x-llmobserve-span-id"],
  "parent-span-id": ["x-llmobserve-parent-span-id"],
  provider: ["x-prysm-provider-lock"],
} as const;

/** Reads the context headers; never throws: a value that does not fit is ignored with a warning. */
export function parseCallContext(headers: HeaderMap): CallContext {
  const warnings: string[] = [];
  const traceparent = TRACEPARENT.exec(headers.traceparent ?? "");
  const text = (name: string, limit = MAX_ID_LENGTH) => readText(headers, name, limit, warnings);
  return {
    runId: text("trace-id", MAX_RUN_ID_LENGTH) ?? traceparent?.[1] ?? null,
    spanId: text("span-id"),
    parentSpanId: text("parent-span-id") ?? traceparent?.[2] ?? null,
    clientRequestId: text("request-id"),
    endUserId: text("user-id"),
    sessionId: text("session-id"),
    sessionName: text("session-name"),
    metadata: readMetadata(headers, warnings),
    tags: readTags(headers),
    provider: text("provider"),
    requestTimeoutMs: readTimeout(headers, warnings),
    warnings,
    usesPrismNames: Object.keys(headers).some((name) => name.startsWith("x-prism-")),
  };
}

/** `x-prysm-<name>`, else its `x-prism-` spelling, else another system's name for it; empty is absent. */
export function readHeader(headers: HeaderMap, name: string): string | null {
  const canonical = headers[`x-prysm-${name}`] || headers[`x-prism-${name}`];
  if (canonical) return decodeHeader(canonical);
  const aliases: readonly string[] = ALIASES[name as keyof typeof ALIASES] ?? [];
  for (const alias of aliases) {
    const value = headers[alias];
    if (value) return decodeHeader(value);
  }
  return null;
}

// HTTP hands header bytes over as latin1; clients put UTF-8 names there all the same.
function decodeHeader(value: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range is "anything beyond ASCII"
  if (/^[\x00-\x7f]*$/.test(value)) return value.trim();
  const decoded = Buffer.from(value, "latin1").toString("utf8");
  return (decoded.includes("\ufffd") ? value : decoded).trim();
}

function readText(headers: HeaderMap, name: string, limit: number, warnings: string[]) {
  const value = readHeader(headers, name);
  if (value === null || value.length <= limit) return value || null;
  warnings.push(`x-prysm-${name}: longer than ${limit} characters`);
  return null;
}

function readMetadata(headers: HeaderMap, warnings: string[]): Record<string, unknown> | null {
  const metadata = { ...parseMetadata(readHeader(headers, "metadata"), warnings) };
  for (const name in headers) {
    const property = PROPERTY.exec(name);
    const key = property?.[1];
    const value = headers[name];
    if (key && value) metadata[key] = decodeHeader(value);
  }
  return Object.keys(metadata).length > 0 ? metadata : null;
}

function parseMetadata(value: string | null, warnings: string[]): Record<string, unknown> {
  if (value === null) return {};
  if (Buffer.byteLength(value) > MAX_METADATA_BYTES) {
    warnings.push(`x-prysm-metadata: longer than ${MAX_METADATA_BYTES} bytes`);
    return {};
  }
  try {
    const parsed: unknown = JSON.parse(value);
    if (typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)) {
      return parsed as Record<string, unknown>;
    }
  } catch {
    const pairs = parsePairs(value);
    if (pairs) return pairs;
  }
  warnings.push("x-prysm-metadata: neither a JSON object nor k=v,k2=v2; kept as _raw");
  return { _raw: value };
}

function parsePairs(value: string): Record<string, string> | null {
  const entries = value.split(",").map((pair) => {
    const equals = pair.indexOf("=");
    return equals > 0 ? [pair.slice(0, equals).trim(), pair.slice(equals + 1).trim()] : null;
  });
  if (entries.some((entry) => entry === null)) return null;
  return Object.fromEntries(entries as [string, string][]);
}

function readTags(headers: HeaderMap): string[] {
  const value = readHeader(headers, "tags");
  if (value === null) return [];
  const tags = value.split(",").map((tag) => tag.trim().slice(0, MAX_ID_LENGTH));
  return [...new Set(tags.filter(Boolean))].slice(0, MAX_TAGS);
}

const UNIT_MS = { ms: 1, s: 1_000, m: 60_000 } as const;

function readTimeout(headers: HeaderMap, warnings: string[]): number | null {
  const value = readHeader(headers, "request-timeout");
  if (value === null) return null;
  const match = /^(\d{1,9})(ms|s|m)?$/.exec(value);
  const timeoutMs = Number(match?.[1]) * UNIT_MS[(match?.[2] ?? "ms") as keyof typeof UNIT_MS];
  if (match && timeoutMs > 0) return timeoutMs;
  warnings.push("x-prysm-request-timeout: expected milliseconds or a duration such as 30s");
  return null;
}
