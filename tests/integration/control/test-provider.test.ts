import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { listProviders } from "../../../lib/queries/providers";
import { runtime } from "../../../lib/runtime";
import { createProvider } from "../../../lib/services/providers/create-provider";
import { loadModels } from "../../../lib/services/providers/load-models";
import { rotateProviderKey } from "../../../lib/services/providers/rotate-provider-key";
import { testProvider } from "../../../lib/services/providers/test-provider";
import { aTenant } from "../../support/a-tenant";
import { completion, FakeUpstream, sendJson } from "../../support/fake-upstream";
import { findFreePort } from "../../support/free-port";

const KEY = "sk-house-0123456789abcdef";
const TOKEN = "team-secret-0123456789";

let upstream: FakeUpstream;
beforeAll(async () => {
  upstream = await FakeUpstream.start();
});
beforeEach(() => {
  upstream.calls.length = 0;
  upstream.answers((response) => sendJson(response, completion("OK")));
});
afterAll(() => upstream.stop());

function house(change: object = {}) {
  return {
    name: "house",
    kind: "custom",
    baseUrl: upstream.baseUrl,
    credential: KEY,
    defaultModel: "house-1",
    extraHeaders: [{ name: "x-team", value: TOKEN }],
    ...change,
  };
}

/** The settings of a provider that is not stored. */
function draft(change: object = {}) {
  const { name: _name, ...settings } = house(change);
  return settings;
}

test("a test is a real call of few tokens, whose result the list keeps", async () => {
  const { context, projectId } = await aTenant();
  const { id: providerId } = await createProvider(context, house());
  const result = await testProvider(context, { providerId });
  expect(result).toMatchObject({ isOk: true, status: 200, model: "fake-2026", message: null });
  expect(result.latencyMs).toBeGreaterThanOrEqual(0);
  expect(upstream.calls).toHaveLength(1);
  expect(upstream.calls[0]).toMatchObject({
    path: "/v1/chat/completions",
    headers: { authorization: `Bearer ${KEY}`, "x-team": TOKEN },
  });
  const asked = JSON.parse(upstream.calls[0]?.body ?? "");
  expect(asked).toMatchObject({ model: "house-1", max_tokens: 16 });
  expect((await listProviders(projectId)).providers).toMatchObject([{ lastTest: result }]);
  await rotateProviderKey(context, { providerId, credential: "sk-another-9999" });
  expect((await listProviders(projectId)).providers).toMatchObject([{ lastTest: null }]);
});

test("the model is the given one, else the default, else the first of the list", async () => {
  const { context } = await aTenant();
  const settings = draft({ models: ["listed-1", "listed-2"] });
  await testProvider(context, { settings, model: "given" });
  await testProvider(context, { settings });
  await testProvider(context, { settings: { ...settings, defaultModel: "" } });
  const asked = upstream.calls.map(({ body }) => JSON.parse(body).model);
  expect(asked).toEqual(["given", "house-1", "listed-1"]);
  const nameless = testProvider(context, { settings: draft({ defaultModel: "" }) });
  await expect(nameless).rejects.toMatchObject({ param: "defaultModel" });
});

test("an upstream of another wire format is asked and read in its own", async () => {
  const { context } = await aTenant();
  upstream.answers((response) =>
    sendJson(response, {
      id: "msg_1",
      type: "message",
      role: "assistant",
      model: "claude-fake-1",
      content: [{ type: "text", text: "OK" }],
      stop_reason: "end_turn",
      stop_sequence: null,
      usage: { input_tokens: 9, output_tokens: 2 },
    }),
  );
  const baseUrl = new URL(upstream.baseUrl).origin;
  const settings = draft({ kind: "anthropic", baseUrl });
  const result = await testProvider(context, { settings });
  expect(result).toMatchObject({ isOk: true, model: "claude-fake-1" });
  expect(upstream.calls[0]).toMatchObject({ path: "/v1/messages", headers: { "x-api-key": KEY } });
});

test("a refusal shows the upstream's own words and status, without the key", async () => {
  const { context, projectId } = await aTenant();
  upstream.answers((response, { headers }) => {
    const message = `Incorrect API key provided: ${headers.authorization} for ${headers["x-team"]}.`;
    sendJson(response, { error: { message, type: "invalid_request_error" } }, 401);
  });
  const { id: providerId } = await createProvider(context, house());
  expect(await testProvider(context, { providerId })).toMatchObject({
    isOk: false,
    status: 401,
    model: null,
    message: "Incorrect API key provided: Bearer … for ….",
  });
  const listed = JSON.stringify(await listProviders(projectId));
  expect(listed).toContain("Incorrect API key provided");
  expect(listed).not.toContain(KEY);
  expect(listed).not.toContain(TOKEN);
});

test.each([
  [
    404,
    "<html><head><style>b{}</style></head><body><h1>Not  found</h1></body></html>",
    "Not found",
  ],
  [500, "upstream is  on fire", "upstream is on fire"],
  [503, "", "It answered 503 without a word. Check the base URL."],
  [200, '{"error":{"message":"quota is used up"}}', /no chat completion: quota is used up/],
  [200, "<p>Welcome</p>", /no chat completion: Welcome/],
  [200, '{"choices":', /no chat completion/],
  [200, "[]", /no chat completion/],
])("an answer %i with %o is a failure in its own words", async (status, body, message) => {
  const { context } = await aTenant();
  upstream.answers((response) => void response.writeHead(status).end(body));
  const result = await testProvider(context, { settings: draft() });
  expect(result).toMatchObject({ isOk: false, status });
  expect(result.message).toEqual(
    typeof message === "string" ? message : expect.stringMatching(message),
  );
});

test("a redirect is reported and not followed", async () => {
  const { context } = await aTenant();
  upstream.answers((response) => {
    response.writeHead(308, { location: "https://api.example.com/v1" }).end();
  });
  expect(await testProvider(context, { settings: draft() })).toMatchObject({
    isOk: false,
    status: 308,
    message: "It redirects to https://api.example.com/v1. Enter that address as the base URL.",
  });
  expect(upstream.calls).toHaveLength(1);
});

test("an upstream that is not there is a failure that says so", async () => {
  const { context } = await aTenant();
  const port = await findFreePort();
  const settings = draft({ baseUrl: `http://127.0.0.1:${port}/v1` });
  expect(await testProvider(context, { settings })).toMatchObject({
    isOk: false,
    status: null,
    latencyMs: null,
    message: `127.0.0.1:${port} gave no answer: nothing listens there.`,
  });
});

test("a model that wants the other name for the token limit is asked again", async () => {
  const { context } = await aTenant();
  upstream.answers((response, { body }) => {
    if (JSON.parse(body).max_completion_tokens) return sendJson(response, completion("OK"));
    const message =
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.";
    sendJson(response, { error: { message, param: "max_tokens" } }, 400);
  });
  expect(await testProvider(context, { settings: draft() })).toMatchObject({ isOk: true });
  expect(upstream.calls).toHaveLength(2);
});

test("a reasoning model that thought away its few tokens has answered", async () => {
  const { context } = await aTenant();
  const message =
    "Could not finish the message because max_tokens or model output limit was reached. Please try again with higher max_tokens.";
  upstream.answers((response) => sendJson(response, { error: { message } }, 400));
  expect(await testProvider(context, { settings: draft() })).toMatchObject({
    isOk: true,
    model: "house-1",
  });
});

test("a test before saving uses what is stored where nothing was entered, and keeps no result", async () => {
  const { context, projectId } = await aTenant();
  const { id: providerId } = await createProvider(context, house());
  const settings = draft({ credential: "", extraHeaders: [{ name: "x-team", value: "" }] });
  expect(await testProvider(context, { providerId, settings })).toMatchObject({ isOk: true });
  expect(upstream.calls[0]?.headers).toMatchObject({
    authorization: `Bearer ${KEY}`,
    "x-team": TOKEN,
  });
  const without = { ...settings, removesCredential: true };
  await testProvider(context, { providerId, settings: without });
  expect(upstream.calls[1]?.headers.authorization).toBeUndefined();
  expect((await listProviders(projectId)).providers).toMatchObject([{ lastTest: null }]);
});

test("a stored secret is not sent to an address it was not entered for", async () => {
  const { context } = await aTenant();
  const { id: providerId } = await createProvider(
    context,
    house({ baseUrl: "https://models.example.com/v1" }),
  );
  const secrets = [
    [{ credential: "", extraHeaders: [] }, "credential"],
    [{ extraHeaders: [{ name: "x-team", value: "" }] }, "extraHeaders.0.value"],
  ] as const;
  for (const [change, param] of secrets) {
    const input = { providerId, settings: draft(change) };
    await expect(testProvider(context, input)).rejects.toMatchObject({ param });
    await expect(loadModels(context, input)).rejects.toMatchObject({ param });
  }
  expect(upstream.calls).toEqual([]);
});

test("an address that this instance no longer calls is not asked", async () => {
  const { context } = await aTenant();
  const { id: providerId } = await createProvider(context, house());
  const { env } = runtime();
  env.PRYSM_ALLOW_PRIVATE_UPSTREAMS = false;
  try {
    expect(await testProvider(context, { providerId })).toMatchObject({
      isOk: false,
      status: null,
      message: expect.stringContaining("is not an address on the public internet"),
    });
    const list = loadModels(context, { providerId });
    await expect(list).rejects.toMatchObject({ code: "blocked_address" });
  } finally {
    delete env.PRYSM_ALLOW_PRIVATE_UPSTREAMS;
  }
  expect(upstream.calls).toEqual([]);
});

test("the models are loaded from the upstream, each once and in order", async () => {
  const { context } = await aTenant();
  const data = ["b-model", "a-model", "b-model"].map((id) => ({ id, object: "model" }));
  upstream.answers((response) => sendJson(response, { object: "list", data }));
  expect(await loadModels(context, { settings: draft() })).toEqual({
    models: ["a-model", "b-model"],
  });
  expect(upstream.calls[0]).toMatchObject({
    path: "/v1/models",
    headers: { authorization: `Bearer ${KEY}`, "x-team": TOKEN },
  });
});

test.each([
  [403, { error: { message: "not for you" } }, "It answered 403: not for you"],
  [200, { object: "list", data: [] }, "It lists no models. Enter the ones you use by hand."],
  [200, "surprise", "It lists no models. Enter the ones you use by hand."],
])("a models answer %i with %j is refused in plain words", async (status, body, message) => {
  const { context } = await aTenant();
  upstream.answers((response) => void response.writeHead(status).end(JSON.stringify(body)));
  await expect(loadModels(context, { settings: draft() })).rejects.toMatchObject({
    code: "upstream_error",
    message,
  });
});
