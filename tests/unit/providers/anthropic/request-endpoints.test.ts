import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../../lib/protocol/json";
import { anthropic } from "../../../../lib/providers/anthropic";
import type { ProviderCall, Upstream } from "../../../../lib/providers/provider";
import { chatCall, hello, upstream } from "../../../fixtures/anthropic/request";

type EndpointApi = keyof typeof anthropic.endpoints;

function build(api: EndpointApi, over: Partial<ProviderCall> = {}, to: Partial<Upstream> = {}) {
  const endpoint = anthropic.endpoints[api];
  if (!endpoint) throw new Error(`There is no endpoint ${api}.`);
  const json: JsonObject = { model: "claude-sonnet-4-5", messages: hello };
  return endpoint.buildRequest(chatCall(json, { api, ...over }), { ...upstream, ...to });
}

const nativeBody = Buffer.from('{ "messages":[], "max_tokens":1e2, "model":"claude-opus-5" }');
const native = { json: JSON.parse(nativeBody.toString()) as JsonObject, body: nativeBody };

describe("the headers", () => {
  it("case 57: a call has a version, the credential as x-api-key and no bearer token", () => {
    const { headers, method, url } = build("chat.completions");

    expect({ method, url }).toEqual({
      method: "POST",
      url: "https://api.anthropic.com/v1/messages",
    });
    expect(headers).toEqual({
      "content-type": "application/json",
      accept: "application/json",
      "accept-encoding": "identity",
      "user-agent": "prysm",
      "anthropic-version": "2023-06-01",
      "x-api-key": "sk-ant-test",
    });
  });

  it("case 57: the client's version and betas are kept, betas merged with the operator's, once each", () => {
    const { headers } = build(
      "messages",
      {
        ...native,
        headers: {
          "anthropic-version": "2024-01-01",
          "anthropic-beta": "a-2025-01-01, b-2025-01-01,,a-2025-01-01",
          authorization: "Bearer sk-prysm-x",
          cookie: "session=1",
          "x-api-key": "sk-prysm-x",
        },
      },
      { extraHeaders: { "Anthropic-Beta": "c-2025-01-01,b-2025-01-01", "x-team": "blue" } },
    );

    expect(headers).toMatchObject({
      "anthropic-version": "2024-01-01",
      "anthropic-beta": "a-2025-01-01,b-2025-01-01,c-2025-01-01",
      "x-api-key": "sk-ant-test",
      "x-team": "blue",
    });
    expect(headers).not.toHaveProperty("authorization");
    expect(headers).not.toHaveProperty("cookie");
    expect(headers).not.toHaveProperty("Anthropic-Beta");
  });

  it("case 57: a translated call has the version it is written for", () => {
    const { headers } = build("chat.completions", {
      headers: { "anthropic-version": "2026-10-21" },
    });

    expect(headers["anthropic-version"]).toBe("2023-06-01");
  });

  it("case 57: the operator's headers win, and without a credential none is sent", () => {
    const extraHeaders = { "X-Api-Key": "from-the-operator", "user-agent": "acme" };

    expect(build("messages", native, { credential: null }).headers).not.toHaveProperty("x-api-key");
    expect(build("messages", native, { extraHeaders }).headers).toMatchObject({
      "x-api-key": "from-the-operator",
      "user-agent": "acme",
    });
  });

  it("case 59: a stream is asked for as one", () => {
    expect(build("chat.completions", { isStream: true }).headers.accept).toBe("text/event-stream");
  });
});

describe("the endpoints", () => {
  it("case 58: the model is what the call says, its prefix removed", () => {
    const json = { model: "anthropic/claude-opus-5", messages: hello };
    const { body } = build("chat.completions", { json, model: "claude-opus-5" });

    expect(JSON.parse(body.toString())).toMatchObject({ model: "claude-opus-5" });
  });

  it("chat completions are read back by this provider, its own API is not", () => {
    expect(anthropic.endpoints["chat.completions"]?.readAnswer).toBeTypeOf("function");
    expect(anthropic.endpoints.messages).not.toHaveProperty("readAnswer");
  });

  it("its own API gets the client's bytes", () => {
    expect(build("messages", { ...native, model: "claude-opus-5" }).body).toBe(nativeBody);
    expect(build("messages.count_tokens", { ...native, model: "claude-opus-5" })).toMatchObject({
      url: "https://api.anthropic.com/v1/messages/count_tokens",
      body: nativeBody,
    });
  });

  it("its own API gets another model name put into the client's bytes", () => {
    const { body } = build("messages", { ...native, model: "claude-haiku-4-5" });

    expect(body.toString()).toBe('{ "messages":[], "max_tokens":1e2, "model":"claude-haiku-4-5" }');
  });

  it.each([
    ["https://api.anthropic.com", "https://api.anthropic.com/v1/messages"],
    ["https://api.anthropic.com/v1", "https://api.anthropic.com/v1/messages"],
    ["http://proxy:8080/anthropic", "http://proxy:8080/anthropic/v1/messages"],
  ])("below %s it is %s", (baseUrl, url) => {
    expect(build("messages", native, { baseUrl }).url).toBe(url);
  });

  it("any other path passes with its method, type and bytes", () => {
    const body = Buffer.from([0, 255, 1]);
    const raw = { method: "PUT", path: "/files/x?beta=true", contentType: "image/png" };

    expect(build("passthrough", { json: {}, body, raw })).toMatchObject({
      method: "PUT",
      url: "https://api.anthropic.com/v1/files/x?beta=true",
      headers: { "content-type": "image/png", accept: "*/*", "x-api-key": "sk-ant-test" },
      body,
    });
  });

  it("models are asked for and read", () => {
    expect(anthropic.buildModelsRequest(upstream)).toMatchObject({
      method: "GET",
      url: "https://api.anthropic.com/v1/models?limit=1000",
      headers: { "x-api-key": "sk-ant-test", "anthropic-version": "2023-06-01" },
      body: Buffer.alloc(0),
    });
    expect(
      anthropic.readModels({
        data: [{ id: "claude-opus-5" }, { id: 5 }, "x", { id: "claude-haiku-4-5" }],
      }),
    ).toEqual(["claude-opus-5", "claude-haiku-4-5"]);
    for (const body of [null, [], {}, { data: {} }, "x", undefined]) {
      expect(anthropic.readModels(body)).toEqual([]);
    }
  });

  it.each([
    ["claude-opus-5", true],
    ["gpt-5", false],
    ["my-claude-opus", false],
  ])("%s is of this family: %s", (model, expected) => {
    expect(anthropic.modelFamily?.test(model)).toBe(expected);
  });
});
