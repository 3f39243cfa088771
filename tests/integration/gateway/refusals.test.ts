import { describe, expect, it } from "vitest";
import { eventually } from "../../support/eventually";
import { gatewaySuite } from "../../support/gateway-suite";

const messages = [{ role: "user", content: "Say ok" }];
const suite = gatewaySuite();

describe("a refused call of a known project", () => {
  it.each([
    ["a body that is no JSON", "{broken", 400, "invalid_json"],
    ["no body", "", 400, "invalid_json"],
    ["no model", JSON.stringify({ messages }), 400, "missing_model"],
    ["no messages", JSON.stringify({ model: "m" }), 400, "missing_messages"],
    [
      "messages of a wrong type",
      JSON.stringify({ model: "m", messages: "x" }),
      400,
      "invalid_request",
    ],
    ["a body over the limit", `"${"x".repeat(1024 * 1024)}"`, 413, "request_too_large"],
  ])("leaves a trace: %s", async (_case, body, status, code) => {
    const response = await suite.gateway.chat(body);

    expect(response.status).toBe(status);
    expect((await response.json()).error.code).toBe(code);
    expect(await suite.gateway.onlyTrace()).toMatchObject({
      status: "error",
      httpStatus: status,
      error: { code },
    });
    expect(suite.upstream.calls).toEqual([]);
  });

  it("names the providers there are when one is unknown", async () => {
    const response = await suite.gateway.chat(
      { model: "m", messages },
      { headers: { "x-prysm-provider": "nope" } },
    );

    expect(response.status).toBe(400);
    expect((await response.json()).error).toMatchObject({
      code: "unknown_provider",
      message: expect.stringContaining("fake, echo"),
    });
    await suite.gateway.onlyTrace();
  });

  it("leaves a trace for a path that does not exist", async () => {
    const response = await fetch(`${suite.gateway.baseUrl}/nothing`, {
      headers: { authorization: `Bearer sk-prysm-${"5e".repeat(32)}` },
    });

    expect(response.status).toBe(404);
    expect(await suite.gateway.onlyTrace()).toMatchObject({
      httpStatus: 404,
      error: { code: "not_found" },
    });
  });

  it("stores control characters, SQL and HTML as the text they are", async () => {
    const nasty = "\u0000\u001b[31m'; DROP TABLE traces; --<script>alert(1)</script>\ud800";

    await suite.gateway.chat(
      { model: nasty, messages: [{ role: "user", content: nasty }] },
      { headers: { "x-prysm-metadata": JSON.stringify({ note: nasty }) } },
    );

    const trace = await suite.gateway.onlyTrace();
    expect(trace.promptPreview).toContain("DROP TABLE traces; --<script>");
    expect(trace.metadata?.note).toContain("<script>");
    expect(trace.modelRequested).toContain("DROP TABLE");
  });
});

describe("a refused call of nobody we know", () => {
  const refusedCalls = async () => {
    const { rows } = await suite.pool.query("SELECT * FROM refused_calls ORDER BY id");
    return rows;
  };

  it("is written down without the key, for whoever sits at the same address", async () => {
    const key = `sk-prysm-${"77".repeat(32)}`;
    await suite.gateway.chat({}, { headers: { authorization: `Bearer ${key}` } });

    const [refused] = await eventually(async () => {
      const rows = await refusedCalls();
      return rows.length > 0 && rows;
    });

    expect(refused).toMatchObject({
      http_status: 401,
      error_code: "invalid_api_key",
      key_prefix: "sk-prysm-77777777",
      path: "/api/v1/chat/completions",
    });
    expect(JSON.stringify(refused)).not.toContain(key);
    expect(JSON.stringify(refused)).not.toContain("127.0.0.1");
  });

  it("cannot fill the disk by trying again and again", async () => {
    const tries = Array.from({ length: 200 }, () =>
      suite.gateway.chat({}, { headers: { authorization: "Bearer nonsense" } }),
    );

    const statuses = (await Promise.all(tries)).map(({ status }) => status);
    await suite.gateway.chat({ model: "echo-v1", messages });
    await suite.gateway.traces(1);

    expect(new Set(statuses)).toEqual(new Set([401]));
    expect((await refusedCalls()).length).toBeLessThan(150);
  });
});
