import { beforeAll, expect, test } from "vitest";
import { sha256 } from "../../../lib/crypto";
import { openTraceStore } from "../../../lib/db/open-trace-store";
import type { RefusedCall } from "../../../lib/db/trace-store";
import { newId } from "../../../lib/ids";
import type { Trace, TraceBodies } from "../../../lib/protocol/trace";
import { getOnboarding } from "../../../lib/queries/onboarding";
import { findRequestDetail } from "../../../lib/queries/request-detail";
import { listRequestFacets, listRequests } from "../../../lib/queries/requests";
import { createApiKey } from "../../../lib/services/api-keys/create-api-key";
import { aTenant } from "../../support/a-tenant";
import { aTrace, someBodies } from "../../support/a-trace";

let projectId: string;

beforeAll(async () => {
  ({ projectId } = await aTenant());
});

async function store(traces: Trace[], bodies: Partial<TraceBodies> = {}) {
  await openTraceStore().append({
    traces: traces.map((trace) => ({ trace, bodies: someBodies(bodies) })),
    refusedCalls: [],
    positions: [],
  });
}

test("pages neither repeat nor skip a row while new calls arrive", async () => {
  const traces = Array.from({ length: 25 }, () => aTrace(projectId, { endUserId: "pager" }));
  await store(traces);
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listRequests>> = await listRequests(
      projectId,
      { user: "pager" },
      { limit: 7, ...(cursor && { cursor }) },
    );
    seen.push(...page.rows.map((row) => row.id));
    cursor = page.nextCursor;
    await store([aTrace(projectId, { endUserId: "pager" })]);
  } while (cursor);
  expect(seen).toEqual(traces.map((trace) => trace.id).reverse());
});

test("filters narrow, and a value that cannot be is ignored", async () => {
  const wanted = aTrace(projectId, {
    status: "error",
    error: { type: "upstream_error", code: "upstream_error", message: "No quota" },
    model: "gpt-4o",
    provider: "openai",
    sessionId: "s-1",
    runId: "run-1",
  });
  await store([wanted]);
  const filters = [
    { status: "error" },
    { model: "gpt-4o" },
    { provider: "openai" },
    { session: "s-1" },
    { run: "run-1" },
    { range: "15m", status: "error" },
  ];
  for (const filter of filters) {
    const { rows } = await listRequests(projectId, filter);
    expect(rows.map((row) => row.id)).toEqual([wanted.id]);
    expect(rows[0]?.errorMessage).toBe("No quota");
  }
  expect((await listRequests(projectId, { to: "2001-01-01" })).rows).toEqual([]);
  expect((await listRequests(projectId, { status: "odd" }, { cursor: "odd" })).rows).not.toEqual(
    [],
  );
  expect(await listRequestFacets(projectId, { range: "1h" })).toEqual({
    models: ["echo", "gpt-4o"],
    providers: ["echo", "openai"],
  });
});

test("any bytes can be shown", async () => {
  const trace = aTrace(projectId);
  await store([trace], {
    request: Buffer.from([0x61, 0x00, 0xff, 0x1b, 0x0a]),
    response: Buffer.from("<script>alert(1)</script>"),
    rawResponse: Buffer.from("data: x\r\n\r\n"),
  });
  expect(await findRequestDetail(projectId, trace.id)).toMatchObject({
    request: "a␀\ufffd␛\n",
    response: "<script>alert(1)</script>",
    rawResponse: "data: x\r\n\r\n",
    conversation: null,
  });
});

test("a request shows what it cost, how that came about, and what the provider says", async () => {
  const line = { unit: "text_in", quantity: 3, priceUsdPerMillion: "2.5", costUsd: "0.0000075" };
  const price = { source: "genai-prices/openai", model: "gpt-4o", effectiveFrom: null };
  const priced = aTrace(projectId, {
    costPicoUsd: 7_500_000n,
    cost: { lines: [line], price },
    usageRecord: {
      ...{ providerKind: "openrouter", api: "chat.completions", raw: { prompt_tokens: 3 } },
      ...{
        serviceTier: null,
        buckets: { text_in: 3 },
        isMismatch: true,
        reportedCostUsd: "0.00001",
      },
    },
  });
  const unpriced = aTrace(projectId);
  await store([priced, unpriced]);

  expect(await findRequestDetail(projectId, priced.id)).toMatchObject({
    costUsd: "0.0000075",
    cost: { lines: [line], price },
    isUsageMismatch: true,
    reportedCostUsd: "0.00001",
  });
  expect(await findRequestDetail(projectId, unpriced.id)).toMatchObject({
    ...{ costUsd: null, cost: null, isUsageMismatch: false, reportedCostUsd: null },
  });
});

test("onboarding shows the first answered call, and what was refused and why", async () => {
  const tenant = await aTenant();
  const since = new Date(Date.now() - 60_000);
  const look = () => getOnboarding(tenant.projectId, "::1", { since });
  expect(await look()).toMatchObject({ hasKey: false, firstTrace: null });
  const { prefix } = await createApiKey(tenant.context, { name: "First" });
  const blocked = aTrace(tenant.projectId, {
    status: "error",
    httpStatus: 400,
    error: { type: "invalid_request_error", code: "invalid_json", message: "Bad JSON at 3." },
  });
  const fromCurl = aRefusal({ addressHash: sha256("127.0.0.1") });
  const byPrefix = aRefusal({ keyPrefix: prefix });
  const strange = aRefusal({});
  const answered = aTrace(tenant.projectId);
  await openTraceStore().append({
    traces: [blocked, answered].map((trace) => ({ trace, bodies: someBodies() })),
    refusedCalls: [fromCurl, byPrefix, strange],
    positions: [],
  });
  const seen = await look();
  expect(seen).toMatchObject({ hasKey: true, firstTrace: { id: answered.id } });
  expect(seen.recentTraces).toHaveLength(2);
  expect(seen.refused.map((row) => row.id)).toEqual([byPrefix.id, fromCurl.id, blocked.id]);
  expect(seen.refused.at(-1)).toMatchObject({
    traceId: blocked.id,
    reason: "The body is not valid JSON",
  });
  expect(seen.refused[0]).toMatchObject({ traceId: null, keyPrefix: prefix });
});

function aRefusal(changes: Partial<RefusedCall>): RefusedCall {
  return {
    id: newId(),
    createdAt: new Date(),
    method: "POST",
    path: "/api/v1/chat/completions",
    httpStatus: 401,
    errorCode: "invalid_api_key",
    errorMessage: "The API key is not valid.",
    keyPrefix: null,
    addressHash: sha256("somewhere else"),
    userAgent: null,
    ...changes,
  };
}
