import OpenAI from "openai";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { apiKeyPrefix, newApiKey, sha256 } from "../../lib/crypto";
import { newId } from "../../lib/ids";
import { eventually } from "../support/eventually";
import { type LaunchedProduct, startProduct } from "../support/product";

const key = newApiKey();
const messages = [{ role: "user" as const, content: "Hello there" }];
let product: LaunchedProduct;
let database: Client;

beforeAll(async () => {
  product = await startProduct({
    env: {
      PRYSM_INIT_ORG: "Conformance",
      PRYSM_INIT_PROJECT: "Main",
      PRYSM_INIT_USER_EMAIL: "owner@example.com",
      PRYSM_INIT_USER_PASSWORD: "correct horse battery",
      PRYSM_INIT_API_KEY: key,
    },
  });
  database = new Client({ connectionString: product.databaseUrl() });
  await database.connect();
});
afterAll(async () => {
  await database?.end();
  await product?.stop();
});

/** Another key; of the first project unless another one is named. */
async function insertKey(projectId?: string): Promise<string> {
  const plain = newApiKey();
  await database.query(
    `INSERT INTO api_keys (id, project_id, name, hash, prefix, scopes)
     SELECT $1, COALESCE($2::uuid, (SELECT project_id FROM api_keys WHERE hash = $3)), 'test', $4, $5,
            '{gateway,read}'`,
    [newId(), projectId ?? null, sha256(key), sha256(plain), apiKeyPrefix(plain)],
  );
  return plain;
}

async function insertProject(): Promise<string> {
  const id = newId();
  await database.query(
    `INSERT INTO projects (id, organization_id, name, slug)
     SELECT $1, organization_id, 'Other', $2 FROM projects LIMIT 1`,
    [id, `other-${id}`],
  );
  return id;
}

describe.each([
  ["the own server", "/api/v1", () => product.baseUrl],
  ["the own server", "/v1", () => product.baseUrl],
  ["the Next route handlers", "/api/v1", () => product.webUrl],
  ["the Next route handlers", "/v1", () => product.webUrl],
])("%s, %s", (_mount, prefix, host) => {
  const url = (path: string) => `${host()}${prefix}${path}`;
  const bearer = (apiKey = key) => ({ authorization: `Bearer ${apiKey}` });

  function chat(body: unknown, headers: Record<string, string> = bearer()): Promise<Response> {
    return fetch(url("/chat/completions"), {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
  }

  function readTrace(id: string | null, apiKey = key): Promise<Response> {
    return fetch(`${host()}/api/v1/traces/${id}`, { headers: bearer(apiKey) });
  }

  it("answers a call and records it, as the read API shows within two seconds", async () => {
    const response = await chat(
      { model: "echo-v1", messages },
      { ...bearer(), "x-prysm-user-id": "u-1", "x-prysm-metadata": '{"plan":"pro"}' },
    );

    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      object: "chat.completion",
      choices: [{ message: { content: "[ECHO] Received: Hello there" }, finish_reason: "stop" }],
      usage: { prompt_tokens: 2, completion_tokens: 4, total_tokens: 6 },
    });
    const id = response.headers.get("x-prysm-request-id");
    const trace = await eventually(async () => {
      const found = await readTrace(id);
      return found.ok && found.json();
    }, 2_000);
    expect(trace).toMatchObject({
      id,
      object: "trace",
      status: "success",
      http_status: 200,
      provider: "echo",
      model: "echo-v1",
      user_id: "u-1",
      metadata: { plan: "pro" },
      usage: { prompt_tokens: 2, completion_tokens: 4 },
      request: { model: "echo-v1", messages },
      response: { choices: [{ message: { content: "[ECHO] Received: Hello there" } }] },
    });
  });

  it("says what it is and what it took in the response headers", async () => {
    const { headers } = await chat(
      { model: "echo-v1", messages },
      { ...bearer(), "x-prysm-trace-id": "run-7" },
    );

    expect(headers.get("x-request-id")).toBe(headers.get("x-prysm-request-id"));
    expect(headers.get("x-prysm-trace-id")).toBe("run-7");
    expect(headers.get("x-prysm-provider")).toBe("echo");
    expect(headers.get("x-prysm-model-used")).toBe("echo-v1");
    expect(Number(headers.get("x-prysm-overhead-ms"))).toBeGreaterThanOrEqual(0);
    expect(Number(headers.get("x-prysm-latency-ms"))).toBeGreaterThan(0);
    expect(Number(headers.get("x-prysm-timeout-ms"))).toBeGreaterThan(0);
    expect(headers.has("x-prism-trace-id")).toBe(false);
  });

  it("streams", async () => {
    const response = await chat({ model: "echo-v1", messages, stream: true });

    expect(response.headers.get("content-type")).toContain("text/event-stream");
    expect(response.headers.get("x-accel-buffering")).toBe("no");
    expect(response.headers.get("content-encoding")).toBeNull();
    const text = await response.text();
    expect(text.endsWith("data: [DONE]\n\n")).toBe(true);
    expect(text.match(/^data: /gm)).toHaveLength(7);
  });

  it.each([
    ["no key", {}, "No API key"],
    ["another scheme", { authorization: `Basic ${key}` }, "not of the form"],
    ["a provider's key", { authorization: "Bearer sk-proj-abc" }, "not a Prysm API key"],
    ["half a key", { authorization: `Bearer ${key.slice(0, 30)}` }, "incomplete"],
    ["an unknown key", { authorization: `Bearer ${newApiKey()}` }, "Unknown API key"],
  ])("refuses %s with a 401 that says why", async (_case, headers, words) => {
    const response = await chat({ model: "echo-v1", messages }, headers);

    expect(response.status).toBe(401);
    const { error } = await response.json();
    expect(error).toMatchObject({ type: "authentication_error", code: "invalid_api_key" });
    expect(error.message).toContain(words);
    expect(response.headers.get("x-prysm-request-id")).toBeTruthy();
  });

  it("refuses a revoked key within a second", async () => {
    const revoked = await insertKey();
    expect((await chat({ model: "echo-v1", messages }, bearer(revoked))).status).toBe(200);

    await database.query("UPDATE api_keys SET revoked_at = now() WHERE hash = $1", [
      sha256(revoked),
    ]);

    const refusal = await eventually(async () => {
      const response = await chat({ model: "echo-v1", messages }, bearer(revoked));
      return response.status === 401 && response.json();
    }, 1_000);
    expect(refusal.error.message).toContain("was revoked");
  });

  it.each([
    ["broken JSON", "{", 400, "invalid_json"],
    ["no model", { messages }, 400, "missing_model"],
    ["no messages", { model: "echo-v1" }, 400, "missing_messages"],
    ["a wrong type", { model: "echo-v1", messages, temperature: "hot" }, 400, "invalid_request"],
    ["20 MB", `"${"x".repeat(20_000_000)}"`, 413, "request_too_large"],
  ])("refuses %s", async (_case, body, status, code) => {
    const response = await chat(body);

    expect(response.status).toBe(status);
    expect((await response.json()).error.code).toBe(code);
  });

  it("answers a path it does not have with a 404 in OpenAI's shape", async () => {
    const response = await fetch(url("/no/such/path"), { headers: bearer() });

    expect(response.status).toBe(404);
    expect((await response.json()).error).toMatchObject({ code: "not_found", param: null });
  });

  it("answers a wrong method with a 405 that names the right one", async () => {
    const response = await fetch(url("/chat/completions"), { headers: bearer() });

    expect(response.status).toBe(405);
    expect(response.headers.get("allow")).toBe("POST");
  });

  it("lists models and says it is healthy", async () => {
    const models = await (await fetch(url("/models"), { headers: bearer() })).json();
    const health = await (await fetch(url("/health"))).json();

    expect(models.data.map(({ id }: { id: string }) => id)).toContain("echo-v1");
    expect(health).toMatchObject({ status: "ok", service: "prysm-proxy" });
  });

  it("does not show a trace to another project's key", async () => {
    const outsider = await insertKey(await insertProject());
    const response = await chat({ model: "echo-v1", messages });
    const id = response.headers.get("x-prysm-request-id");
    await eventually(async () => (await readTrace(id)).ok);

    const foreign = await readTrace(id, outsider);
    const missing = await readTrace(newId(), outsider);

    expect(foreign.status).toBe(404);
    const [{ error: foreignError }, { error: missingError }] = [
      await foreign.json(),
      await missing.json(),
    ];
    const { prysm_request_id: _id, ...sameForBoth } = missingError;
    expect(foreignError).toMatchObject(sameForBoth);
  });

  it("records a client that leaves as cancelled", async () => {
    const abort = new AbortController();
    const response = await fetch(url("/chat/completions"), {
      method: "POST",
      headers: { ...bearer(), "content-type": "application/json" },
      body: JSON.stringify({ model: "echo-slow-200", messages, stream: true }),
      signal: abort.signal,
    });
    const id = response.headers.get("x-prysm-request-id");
    await response.body?.getReader().read();
    abort.abort();

    const trace = await eventually(async () => {
      const found = await readTrace(id);
      return found.ok && found.json();
    });
    expect(trace.status).toBe("cancelled");
  });

  describe("through the official openai client", () => {
    const client = (apiKey = key) => new OpenAI({ apiKey, baseURL: url(""), maxRetries: 0 });

    it("completes and streams", async () => {
      const whole = await client().chat.completions.create({ model: "echo-v1", messages });
      const stream = await client().chat.completions.create({
        model: "echo-v1",
        messages,
        stream: true,
        stream_options: { include_usage: true },
      });
      let text = "";
      let total: number | undefined;
      for await (const chunk of stream) {
        text += chunk.choices[0]?.delta.content ?? "";
        total = chunk.usage?.total_tokens ?? total;
      }

      expect(whole.choices[0]?.message.content).toBe(text);
      expect(whole._request_id).toBeTruthy();
      expect(total).toBe(6);
    });

    it("raises its own exception classes", async () => {
      const ask = (model: string, apiKey?: string) =>
        client(apiKey).chat.completions.create({ model, messages });

      await expect(ask("echo-v1", newApiKey())).rejects.toThrow(OpenAI.AuthenticationError);
      await expect(ask("")).rejects.toThrow(OpenAI.BadRequestError);
      await expect(ask("echo-error-404")).rejects.toThrow(OpenAI.NotFoundError);
      await expect(ask("echo-error-429")).rejects.toThrow(OpenAI.RateLimitError);
      await expect(ask("echo-error-503")).rejects.toThrow(OpenAI.InternalServerError);
      await expect(ask("echo-die")).rejects.toThrow(OpenAI.InternalServerError);
    });

    it("raises an APIError when the upstream dies mid-stream", async () => {
      const stream = await client().chat.completions.create({
        model: "echo-die",
        messages,
        stream: true,
      });

      await expect(async () => {
        for await (const _chunk of stream);
      }).rejects.toThrow(OpenAI.APIError);
    });
  });
});
