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

/** Each field's header names, the one that wins first. */
const SPELLINGS = {
  "user-id": spellings(
    "user-id",
    "x-prysm-customer-id",
    "x-llmobserve-customer-id",
    "x-fallom-customer-id",
  ),
  "session-id": spellings("session-id", "x-fallom-session-id"),
  "session-name": spellings("session-name"),
  "trace-id": spellings("trace-id", "x-prysm-run-id", "x-llmobserve-run-id"),
  "span-id": spellings("span-id", "x-llmobserve-span-id"),
  "parent-span-id": spellings("parent-span-id", "x-llmobserve-parent-span-id"),
  "request-id": spellings("request-id"),
  provider: spellings("provider", "x-prysm-provider-lock"),
  metadata: spellings("metadata"),
  tags: spellings("tags"),
  "request-timeout": spellings("request-timeout"),
} as const;

type Field = keyof typeof SPELLINGS;

const KNOWN = new Map(
  Object.entries(SPELLINGS).flatMap(([field, names]) =>
    names.map((name, rank) => [name, { field: field as Field, rank }] as const),
  ),
);

function spellings(field: string, ...aliases: string[]): string[] {
  return [`x-prysm-${field}`, `x-prism-${field}`, ...aliases];
}

/** What the headers say, field by field, empty values left out. */
interface Given {
  fields: Partial<Record<Field, { value: string; rank: number }>>;
  properties: Record<string, string>;
  usesPrismNames: boolean;
}

/** Reads the context headers; never throws: a value that does not fit is ignored with a warning. */
export function parseCallContext(headers: HeaderMap): CallContext {
  const warnings: string[] = [];
  const given = collect(headers);
  const traceparent = headers.traceparent ? TRACEPARENT.exec(headers.traceparent) : null;
  const text = (field: Field, limit = MAX_ID_LENGTH) => readText(given, field, limit, warnings);
  return {
    runId: text("trace-id", MAX_RUN_ID_LENGTH) ?? traceparent?.[1] ?? null,
    spanId: text("span-id"),
    parentSpanId: text("parent-span-id") ?? traceparent?.[2] ?? null,
    clientRequestId: text("request-id"),
    endUserId: text("user-id"),
    sessionId: text("session-id"),
    sessionName: text("session-name"),
    metadata: readMetadata(given, warnings),
    tags: readTags(given),
    provider: text("provider"),
    requestTimeoutMs: readTimeout(given, warnings),
    warnings,
    usesPrismNames: given.usesPrismNames,
  };
}

// One pass over the few headers a call has, instead of asking for the two dozen it could have.
function collect(headers: HeaderMap): Given {
  const given: Given = { fields: {}, properties: {}, usesPrismNames: false };
  for (const name in headers) {
    if (!name.startsWith("x-")) continue;
    if (name.startsWith("x-prism-")) given.usesPrismNames = true;
    const value = headers[name];
    if (!value) continue;
    const known = KNOWN.get(name);
    const property = known ? null : PROPERTY.exec(name);
    if (property?.[1]) given.properties[property[1]] = decodeHeader(value);
    if (!known || (given.fields[known.field]?.rank ?? Number.POSITIVE_INFINITY) < known.rank)
      continue;
    given.fields[known.field] = { value: decodeHeader(value), rank: known.rank };
  }
  return given;
}

// HTTP hands header bytes over as latin1; clients put UTF-8 names there all the same.
function decodeHeader(value: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range is "anything beyond ASCII"
  if (/^[\x00-\x7f]*$/.test(value)) return value.trim();
  const decoded = Buffer.from(value, "latin1").toString("utf8");
  return (decoded.includes("\ufffd") ? value : decoded).trim();
}

function readText(given: Given, field: Field, limit: number, warnings: string[]): string | null {
  const value = given.fields[field]?.value;
  if (!value || value.length <= limit) return value || null;
  warnings.push(`x-prysm-${field}: longer than ${limit} characters`);
  return null;
}

function readMetadata(given: Given, warnings: string[]): Record<string, unknown> | null {
  const metadata = {
    ...parseMetadata(given.fields.metadata?.value, warnings),
    ...given.properties,
  };
  return Object.keys(metadata).length > 0 ? metadata : null;
}

function parseMetadata(value: string | undefined, warnings: string[]): Record<string, unknown> {
  if (!value) return {};
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

function readTags(given: Given): string[] {
  const value = given.fields.tags?.value;
  if (!value) return [];
  const tags = value.split(",").map((tag) => tag.trim().slice(0, MAX_ID_LENGTH));
  return [...new Set(tags.filter(Boolean))].slice(0, MAX_TAGS);
}

const UNIT_MS = { ms: 1, s: 1_000, m: 60_000 } as const;

function readTimeout(given: Given, warnings: string[]): number | null {
  const value = given.fields["request-timeout"]?.value;
  if (!value) return null;
  const match = /^(\d{1,9})(ms|s|m)?$/.exec(value);
  const timeoutMs = Number(match?.[1]) * UNIT_MS[(match?.[2] ?? "ms") as keyof typeof UNIT_MS];
  if (match && timeoutMs > 0) return timeoutMs;
  warnings.push("x-prysm-request-timeout: expected milliseconds or a duration such as 30s");
  return null;
}
