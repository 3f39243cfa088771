import { beforeAll, expect, test } from "vitest";
import { GET as getTrace } from "../../../app/api/v1/traces/[id]/route";
import { GET as listTraces, POST as postTraces } from "../../../app/api/v1/traces/route";
import { openTraceStore } from "../../../lib/db/open-trace-store";
import { newId } from "../../../lib/ids";
import { createApiKey } from "../../../lib/services/api-keys/create-api-key";
import { aTenant } from "../../support/a-tenant";
import { aTrace, someBodies } from "../../support/a-trace";

const HOST = "http://localhost/api/v1/traces";

let key: string;
let projectId: string;
let ids: string[];

beforeAll(async () => {
  const tenant = await aTenant();
  ({ projectId } = tenant);
  ({ key } = await createApiKey(tenant.context, { name: "Reader" }));
  const traces = Array.from({ length: 5 }, (_, index) =>
    aTrace(projectId, { endUserId: `user-${index}`, costPicoUsd: 450_000_000n }),
  );
  ids = traces.map((trace) => trace.id);
  await openTraceStore().append({
    traces: traces.map((trace) => ({ trace, bodies: someBodies() })),
    refusedCalls: [],
    positions: [],
  });
});

async function list(query: string, authorization = `Bearer ${key}`) {
  const request = new Request(HOST + query, { headers: { authorization } });
  const response = await listTraces(request, { params: Promise.resolve({}) });
  return { response, body: await response.json() };
}

async function get(id: string, authorization = `Bearer ${key}`) {
  const request = new Request(`${HOST}/x`, { headers: { authorization } });
  const response = await getTrace(request, { params: Promise.resolve({ id }) });
  return { response, body: await response.json() };
}

test("lists newest first, page by page, in either order", async () => {
  const first = await list("?limit=2");
  expect(first.response.status).toBe(200);
  expect(first.response.headers.get("x-request-id")).toBe(
    first.response.headers.get("x-prysm-request-id"),
  );
  expect(first.body).toMatchObject({ object: "list", has_more: true, next_cursor: ids[3] });
  expect(first.body.data[0]).toMatchObject({ object: "trace", id: ids[4], cost_usd: "0.00045" });
  expect(first.body.data[0]).not.toHaveProperty("request");
  const second = await list(`?limit=3&cursor=${first.body.next_cursor}`);
  expect(second.body).toMatchObject({ has_more: false, next_cursor: null });
  const shown = [...first.body.data, ...second.body.data].map(({ id }: { id: string }) => id);
  expect(shown).toEqual([...ids].reverse());
  const ascending = await list("?order=asc");
  expect(ascending.body.data.map(({ id }: { id: string }) => id)).toEqual(ids);
});

test("filters hold together", async () => {
  const { body } = await list("?user=user-2&provider=echo&status=success&from=2020-01-01");
  expect(body.data.map(({ id }: { id: string }) => id)).toEqual([ids[2]]);
  expect((await list("?to=1")).body.data).toEqual([]);
  expect((await list(`?key=${newId()}`)).body.data).toEqual([]);
});

test.each([
  ["?limit=0", "limit"],
  ["?limit=201", "limit"],
  ["?limit=ten", "limit"],
  ["?limit=1&limit=2", "limit"],
  ["?order=up", "order"],
  ["?cursor=abc", "cursor"],
  ["?from=yesterday", "from"],
  ["?to=2026-02-30", "to"],
  ["?status=ok", "status"],
  ["?key=abc", "key"],
  ["?model=", "model"],
  ["?user=%00", "user"],
  ["?colour=blue", "colour"],
  ["?toString=1", "toString"],
])("%s is a 400 that names %s", async (query, param) => {
  const { response, body } = await list(query);
  expect(response.status).toBe(400);
  expect(body.error).toMatchObject({ type: "invalid_request_error", param });
  expect(body.error.message).toContain(param);
  expect(body.error.prysm_request_id).toBe(response.headers.get("x-request-id"));
});

test("one trace comes with its bodies as JSON", async () => {
  const { response, body } = await get(ids[0] ?? "");
  expect(response.status).toBe(200);
  expect(body).toMatchObject({
    id: ids[0],
    request: { model: "echo" },
    response: { choices: [{ message: { content: "Hello back" } }] },
  });
});

test("an unknown or foreign id is a 404 in OpenAI's shape", async () => {
  const stranger = await createApiKey((await aTenant()).context, { name: "Stranger" });
  const answers = [
    await get(newId()),
    await get("nonsense"),
    await get("\0"),
    await get(ids[0] ?? "", `Bearer ${stranger.key}`),
  ];
  for (const { response, body } of answers) {
    expect(response.status).toBe(404);
    expect(body.error).toMatchObject({ type: "not_found_error", code: "not_found" });
  }
  const { body } = await list("", `Bearer ${stranger.key}`);
  expect(body).toEqual({ object: "list", data: [], has_more: false, next_cursor: null });
});

test("without a valid key nothing is said about the data", async () => {
  for (const authorization of ["", "Bearer nope", `Bearer sk-prysm-${"a".repeat(64)}`]) {
    const { response, body } = await list("?colour=blue", authorization);
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toBe("Bearer");
    expect(body.error).toMatchObject({ type: "authentication_error", code: "invalid_api_key" });
  }
});

test("other methods are refused in the same shape", async () => {
  const headers = { authorization: `Bearer ${key}` };
  const request = new Request(HOST, { method: "POST", headers });
  const response = await postTraces(request, { params: Promise.resolve({}) });
  expect(response.status).toBe(405);
  expect(response.headers.get("allow")).toBe("GET");
});
