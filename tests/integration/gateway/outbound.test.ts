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
