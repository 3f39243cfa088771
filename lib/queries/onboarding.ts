import { sha256 } from "../crypto";
import { listApiKeyRecords } from "../db/api-keys";
import { openTraceStore } from "../db/open-trace-store";
import { prisma } from "../db/prisma";
import { listRefusedCalls, type RefusedCallSummary } from "../db/refused-calls";
import type { Trace } from "../protocol/trace";
import { type RequestRow, toRequestRow } from "./requests";

/** A call that did not get through, and why. */
export interface RefusedRow {
  id: string;
  createdAt: string;
  httpStatus: number | null;
  code: string;
  message: string;
  /** In plain words. */
  reason: string;
  keyPrefix: string | null;
  /** Set when the call belongs to this project and can be opened. */
  traceId: string | null;
}

export interface Onboarding {
  hasKey: boolean;
  /** The project's first call that was answered. */
  firstTrace: RequestRow | null;
  recentTraces: RequestRow[];
  refused: RefusedRow[];
}

const DEFAULT_SINCE_MS = 15 * 60_000;
const MAX_SINCE_MS = 24 * 60 * 60_000;
const RECENT = 5;
const MAX_REFUSED = 10;
const LOOPBACK = ["127.0.0.1", "::1", "::ffff:127.0.0.1"];

/** `since` bounds the refused calls; without it the last 15 minutes count, and at most a day. */
export async function getOnboarding(
  projectId: string,
  viewerAddress: string,
  options: { since?: Date } = {},
): Promise<Onboarding> {
  const store = openTraceStore();
  const sinceMs = options.since?.getTime() ?? Date.now() - DEFAULT_SINCE_MS;
  const since = new Date(Math.max(sinceMs, Date.now() - MAX_SINCE_MS));
  const list = (order: "asc" | "desc", limit: number, filter: object) =>
    store.list(projectId, { filter, order, limit });
  const [keys, first, recent, failed, blocked, timedOut] = await Promise.all([
    listApiKeyRecords(prisma(), projectId),
    list("asc", 1, { status: "success" }),
    list("desc", RECENT, {}),
    list("desc", MAX_REFUSED, { status: "error", from: since }),
    list("desc", MAX_REFUSED, { status: "blocked", from: since }),
    list("desc", MAX_REFUSED, { status: "timeout", from: since }),
  ]);
  const ownPrefixes = keys.map((key) => key.prefix);
  const strangers = await listRefusedCalls({
    since,
    keyPrefixes: ownPrefixes,
    addressHashes: spellingsOf(viewerAddress).map(sha256),
    limit: MAX_REFUSED,
  });
  const own = [...failed.traces, ...blocked.traces, ...timedOut.traces].map(toRefusedTrace);
  const refused = [...own, ...strangers.map((call) => toRefusedCall(call, ownPrefixes))];
  return {
    hasKey: keys.some((key) => key.revokedAt === null),
    firstTrace: first.traces[0] ? toRequestRow(first.traces[0]) : null,
    recentTraces: recent.traces.map(toRequestRow),
    refused: refused.sort((a, b) => (a.id < b.id ? 1 : -1)).slice(0, MAX_REFUSED),
  };
}

// One machine has several spellings: a browser may reach localhost as ::1 and curl as 127.0.0.1.
function spellingsOf(address: string): string[] {
  if (address === "") return [];
  if (LOOPBACK.includes(address)) return LOOPBACK;
  const plain = address.replace(/^::ffff:/, "");
  return plain.includes(":") ? [plain] : [plain, `::ffff:${plain}`];
}

function toRefusedTrace(trace: Trace): RefusedRow {
  const code = trace.error?.code ?? trace.status;
  return {
    id: trace.id,
    createdAt: trace.createdAt.toISOString(),
    httpStatus: trace.httpStatus,
    code,
    message: trace.error?.message ?? "",
    reason: reasonOf(
      code,
      trace.attempts.some((attempt) => attempt.httpStatus !== null),
    ),
    keyPrefix: null,
    traceId: trace.id,
  };
}

// Several tenants can share an address (an office, a load balancer), so what tells one key from another
// is shown only of the project's own.
function toRefusedCall(call: RefusedCallSummary, ownPrefixes: readonly string[]): RefusedRow {
  const isOwnKey = call.keyPrefix !== null && ownPrefixes.includes(call.keyPrefix);
  const reason = reasonOf(call.errorCode, false);
  return {
    id: call.id,
    createdAt: call.createdAt.toISOString(),
    httpStatus: call.httpStatus,
    code: call.errorCode,
    message: isOwnKey ? call.errorMessage : reason,
    reason,
    keyPrefix: isOwnKey ? call.keyPrefix : null,
    traceId: null,
  };
}

const REASONS: Readonly<Record<string, string>> = {
  invalid_api_key: "The API key is missing, unknown or revoked",
  permission_denied: "The API key may not do this",
  invalid_json: "The body is not valid JSON",
  missing_model: "The body names no model",
  missing_messages: "The body has no messages",
  invalid_request: "The request is not in the expected form",
  invalid_header: "A header has a value that cannot be used",
  request_too_large: "The body is too large",
  unknown_provider: "The request names a provider that is not set up here",
  model_not_found: "The provider has no such model",
  bad_gateway: "The provider could not be reached",
  upstream_died: "The provider broke off its answer",
  timeout: "The provider did not answer in time",
};

function reasonOf(code: string, didProviderAnswer: boolean): string {
  if (didProviderAnswer && code !== "upstream_died" && code !== "timeout") {
    return "The provider refused the request";
  }
  return REASONS[code] ?? "The request was refused";
}
