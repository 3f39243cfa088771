import type { Pool } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { FakeUpstream, sendJson } from "../../support/fake-upstream";
import { TEST_KEY, TestGateway, type TestGatewayOptions } from "../../support/gateway";
import { createTestDatabase, type TestDatabase } from "../../support/test-database";

const call = { model: "m", messages: [{ role: "user", content: "Say ok" }] };
let database: TestDatabase;
let pool: Pool;
let upstream: FakeUpstream;
let gateway: TestGateway | undefined;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = database.pool;
});
afterAll(() => database.drop());
beforeEach(async () => {
  upstream = await FakeUpstream.start();
});
afterEach(async () => {
  await gateway?.stop();
  await upstream.stop();
});

async function start(options: Partial<TestGatewayOptions>): Promise<TestGateway> {
  gateway = await TestGateway.start({ pool, upstreamUrl: upstream.baseUrl, ...options });
  return gateway;
}

describe("an upstream at a private address", () => {
  it.each(["127.0.0.1", "localhost", "[::1]", "2130706433"])(
    "is not called by an instance that forbids it: %s",
    async (host) => {
      const port = new URL(upstream.baseUrl).port;
      const prysm = await start({ allowsPrivate: false, upstreamUrl: `http://${host}:${port}/v1` });

      const response = await prysm.chat(call);

      expect(response.status).toBe(400);
      expect((await response.json()).error.code).toBe("blocked_address");
      expect(upstream.calls).toHaveLength(0);
      expect((await prysm.onlyTrace()).status).toBe("blocked");
    },
  );

  it("is called where the operator chose it", async () => {
    const fake = { name: "fake", baseUrl: upstream.baseUrl, isTrusted: true };
    const prysm = await start({ allowsPrivate: false, upstreams: [fake] });

    expect((await prysm.chat(call)).status).toBe(200);
  });

  it("is not reached over a redirect either", async () => {
    upstream.answers((response) => {
      response.writeHead(307, { location: "http://169.254.169.254/latest/meta-data" }).end();
    });
    const prysm = await start({});

    const response = await prysm.chat(call);

    expect(response.status).toBe(502);
    expect(response.headers.get("location")).toBeNull();
    expect(upstream.calls).toHaveLength(1);
  });
});

describe("a caller's own provider key", () => {
  const ownKey = { "x-prysm-upstream-key": "sk-mine-123", "openai-organization": "org-1" };

  it("is used for the call and kept nowhere", async () => {
    const prysm = await start({});

    await prysm.chat(call, { headers: ownKey });

    expect(upstream.calls[0]?.headers.authorization).toBe("Bearer sk-mine-123");
    expect(upstream.calls[0]?.headers["openai-organization"]).toBe("org-1");
    expect(JSON.stringify(await prysm.onlyTrace())).not.toContain("sk-mine-123");
  });

  it("is not kept or shown when the upstream repeats it", async () => {
    upstream.answers((response, { headers }) =>
      sendJson(response, { error: { message: `No: ${headers.authorization}` } }, 403),
    );
    const prysm = await start({});

    const response = await prysm.chat(call, { headers: ownKey });

    expect((await response.json()).error.message).toBe("No: Bearer ***");
    const { bodies, error } = await prysm.onlyTrace();
    expect(error?.message).toBe("No: Bearer ***");
    expect(bodies?.response?.toString()).not.toContain("sk-mine-123");
  });

  it("does not open another account's door: account headers go only with it", async () => {
    const prysm = await start({});

    await prysm.chat(call, { headers: { "openai-organization": "org-1" } });

    expect(upstream.calls[0]?.headers["openai-organization"]).toBeUndefined();
  });

  it("is refused when it cannot be a header", async () => {
    const prysm = await start({});

    const response = await prysm.chat(call, {
      headers: { "x-prysm-upstream-key": "sk two words" },
    });

    expect(response.status).toBe(400);
    expect((await response.json()).error.param).toBe("x-prysm-upstream-key");
  });
});

describe("headers for the upstream", () => {
  it("are added from x-prysm-forward-headers, save those that are ours to set", async () => {
    const prysm = await start({});
    const asked = {
      "X-Team": "red",
      authorization: "Bearer x",
      cookie: "a=b",
      "x-prysm-user-id": "u",
    };

    const response = await prysm.chat(call, {
      headers: { "x-prysm-forward-headers": JSON.stringify(asked) },
    });

    const sent = upstream.calls[0]?.headers;
    expect(sent).toMatchObject({ "x-team": "red", authorization: "Bearer sk-upstream" });
    expect(sent).not.toHaveProperty("cookie");
    expect(sent).not.toHaveProperty("x-prysm-user-id");
    expect(response.headers.get("x-prysm-warnings")).toContain("cookie is not sent");
  });
});

describe("the Prysm key", () => {
  it.each([
    ["x-prysm-upstream-key", TEST_KEY],
    ["x-prysm-forward-headers", JSON.stringify({ "x-key": TEST_KEY })],
    ["idempotency-key", TEST_KEY],
  ])("never reaches an upstream, not even by mistake: %s", async (name, value) => {
    const prysm = await start({});

    await prysm.chat(call, { headers: { [name]: value } });

    expect(JSON.stringify(upstream.calls)).not.toContain(TEST_KEY);
  });

  it("never reaches an upstream in a query", async () => {
    const prysm = await start({});
    const headers = { authorization: `Bearer ${TEST_KEY}` };

    const response = await fetch(`${prysm.baseUrl}/files?api_key=${TEST_KEY}`, { headers });

    expect(response.status).toBe(400);
    expect(upstream.calls).toHaveLength(0);
  });
});

describe("headers that carry secrets", () => {
  it("are not recorded, whatever their vendor calls them", async () => {
    const prysm = await start({});
    const names = ["x-goog-api-key", "x-auth-token", "x-amz-security-token", "openai-api-key"];

    await prysm.chat(call, { headers: Object.fromEntries(names.map((name) => [name, "s3cret"])) });

    const { bodies } = await prysm.onlyTrace();
    expect(bodies?.requestHeaders).toMatchObject({ "content-type": "application/json" });
    expect(JSON.stringify(bodies?.requestHeaders)).not.toContain("s3cret");
  });
});

describe("a list of models", () => {
  const authorization = `Bearer ${TEST_KEY}`;

  it("is not shared with an upstream that may not ask for it", async () => {
    upstream.answers((response) => sendJson(response, { data: [{ id: "private" }] }));
    const { baseUrl } = upstream;
    const upstreams = [
      { name: "operators", baseUrl, isTrusted: true },
      { name: "spy", baseUrl },
    ];
    const prysm = await start({ allowsPrivate: false, upstreams });

    const answer = await fetch(`${prysm.baseUrl}/models`, { headers: { authorization } });

    const ids = (await answer.json()).data.map(({ id }: { id: string }) => id);
    expect(ids).toContain("private");
    expect(ids).not.toContain("spy/private");
  });

  it("answers everybody who asks while the upstream fails", async () => {
    upstream.answers((response) => setTimeout(() => sendJson(response, {}, 500), 50));
    const prysm = await start({});

    const asked = [1, 2, 3].map(() =>
      fetch(`${prysm.baseUrl}/models`, { headers: { authorization } }),
    );

    const answers = await Promise.all(asked);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(upstream.calls).toHaveLength(1);
  });
});

describe("a key with limits", () => {
  it("may use the models on its list, and is told which when it asks for another", async () => {
    const prysm = await start({ caller: { allowedModels: ["m", "gpt-4*"] } });

    expect((await prysm.chat(call)).status).toBe(200);
    const refused = await prysm.chat({ ...call, model: "claude-sonnet-4-5" });

    expect(refused.status).toBe(403);
    expect((await refused.json()).error).toMatchObject({
      code: "model_not_allowed",
      param: "model",
    });
    const statuses = (await prysm.traces(2)).map(({ status }) => status);
    expect(statuses).toEqual(["success", "blocked"]);
  });

  it.each([
    ["a body of an unknown type", "/audio/speech", '{"model":"other"}', "text/plain"],
    ["a batch, which runs what its file names", "/batches", '{"model":"m"}', "application/json"],
    [
      "a model in a file",
      "/audio/transcriptions",
      '--b\r\nContent-Disposition: form-data; name="file"\r\n\r\nname="model"\r\n\r\nm\r\n\r\n--b\r\nContent-Disposition: form-data; name=model\r\n\r\nother\r\n--b--\r\n',
      "multipart/form-data; boundary=b",
    ],
  ])("is not widened by %s", async (_how, path, body, type) => {
    const fake = { name: "fake", baseUrl: upstream.baseUrl, defaultModel: "m" };
    const prysm = await start({ upstreams: [fake], caller: { allowedModels: ["m"] } });

    const response = await prysm.call(path, body, { headers: { "content-type": type } });

    expect(response.status).toBe(403);
    expect(upstream.calls).toHaveLength(0);
  });

  it("is not widened by a second model in capitals, which some servers read instead", async () => {
    const prysm = await start({ caller: { allowedModels: ["m"] } });

    const response = await prysm.chat({ ...call, MODEL: "other" });

    expect(response.status).toBe(400);
    expect((await response.json()).error.param).toBe("MODEL");
  });

  it("sees in the list of models only what it may use", async () => {
    upstream.answers((response) =>
      sendJson(response, { object: "list", data: [{ id: "m" }, { id: "big" }] }),
    );
    const prysm = await start({
      caller: { allowedModels: ["m"], allowedProviders: ["fake"] },
    });
    const authorization = `Bearer ${TEST_KEY}`;

    const models = await fetch(`${prysm.baseUrl}/models`, { headers: { authorization } });
    const one = await fetch(`${prysm.baseUrl}/models/m`, { headers: { authorization } });
    const none = await fetch(`${prysm.baseUrl}/models/big`, { headers: { authorization } });

    expect((await models.json()).data).toMatchObject([{ id: "m", owned_by: "fake" }]);
    expect((await one.json()).id).toBe("m");
    expect(none.status).toBe(404);
    expect(upstream.calls).toHaveLength(1);
  });
});
