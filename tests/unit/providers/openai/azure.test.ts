import { describe, expect, it } from "vitest";
import { azureOpenai } from "../../../../lib/providers/openai/azure";
import { StreamRepair } from "../../../../lib/providers/openai/stream-repair";
import { build, callOf, upstreamOf } from "../../../fixtures/openai/calls";

const BASE = "https://acme.openai.azure.com";
const BASES = [BASE, `${BASE}/openai`, `${BASE}/openai/v1`];
const CHAT = { model: "prod", messages: [{ role: "user", content: "hi" }] };
const DATED = { baseUrl: BASE, apiVersion: "2024-10-21" };

describe("Azure OpenAI", () => {
  it.each(BASES)("case 3.9: calls the v1 API below %s", (baseUrl) => {
    for (const apiVersion of [null, "v1"]) {
      const { url } = build("azure-openai", callOf(CHAT), { baseUrl, apiVersion });
      expect(url).toBe(`${BASE}/openai/v1/chat/completions`);
    }
  });

  it("says that it wants the preview", () => {
    const { url } = build("azure-openai", callOf(CHAT), { baseUrl: BASE, apiVersion: "preview" });

    expect(url).toBe(`${BASE}/openai/v1/chat/completions?api-version=preview`);
  });

  it.each(BASES)(
    "case 3.9: with a dated version the model names a deployment below %s",
    (baseUrl) => {
      const upstream = { baseUrl, apiVersion: "2025-01-01-preview" };

      for (const [api, path] of [
        ["chat.completions", "chat/completions"],
        ["completions", "completions"],
        ["embeddings", "embeddings"],
      ] as const) {
        expect(build("azure-openai", callOf(CHAT, { api }), upstream).url).toBe(
          `${BASE}/openai/deployments/prod/${path}?api-version=2025-01-01-preview`,
        );
      }
      expect(build("azure-openai", callOf(CHAT, { api: "responses" }), upstream).url).toBe(
        `${BASE}/openai/responses?api-version=2025-01-01-preview`,
      );
    },
  );

  it("sends the key as api-key and no bearer", () => {
    const { headers } = build("azure-openai", callOf(CHAT), DATED);

    expect(headers["api-key"]).toBe("sk-upstream");
    expect(headers).not.toHaveProperty("authorization");
  });

  it("keeps the model in the body and every byte of it", () => {
    const call = callOf(CHAT);

    expect(build("azure-openai", call, { baseUrl: BASE }).body).toBe(call.body);
    expect(build("azure-openai", call, DATED).body).toBe(call.body);
  });

  it.each([
    ["a/b c", "a%2Fb%20c"],
    ["\ud800", "%EF%BF%BD"],
  ])("writes the deployment %j so that it stays one segment", (model, segment) => {
    const { url } = build("azure-openai", callOf({ ...CHAT, model }), DATED);

    expect(url).toBe(
      `${BASE}/openai/deployments/${segment}/chat/completions?api-version=2024-10-21`,
    );
  });

  it.each([".", ".."])("refuses the deployment %j, which would be another path", (model) => {
    expect(() => build("azure-openai", callOf({ ...CHAT, model }), DATED)).toThrow(
      expect.objectContaining({ status: 400, param: "model" }),
    );
  });

  it.each([
    ["/audio/speech", "/openai/deployments/tts/audio/speech?api-version=2024-10-21"],
    ["/images/edits?x=1", "/openai/deployments/tts/images/edits?x=1&api-version=2024-10-21"],
    ["/files", "/openai/files?api-version=2024-10-21"],
    ["/files?api-version=2025-03-01-preview", "/openai/files?api-version=2025-03-01-preview"],
    ["/audio/speechless", "/openai/audio/speechless?api-version=2024-10-21"],
  ])("sends the other path %s to %s", (path, expected) => {
    const raw = { method: "POST", path, contentType: "application/json" };
    const call = callOf({ model: "tts" }, { api: "passthrough", raw });

    expect(build("azure-openai", call, DATED).url).toBe(BASE + expected);
  });

  it("sends other paths below the v1 API too", () => {
    const raw = { method: "GET", path: "/files?limit=2", contentType: null };
    const call = callOf({}, { api: "passthrough", raw });

    expect(build("azure-openai", call, { baseUrl: BASE }).url).toBe(
      `${BASE}/openai/v1/files?limit=2`,
    );
  });

  it("lists models", () => {
    const url = (changes: object) =>
      azureOpenai.buildModelsRequest(upstreamOf(azureOpenai, changes)).url;

    expect(url({ baseUrl: BASE })).toBe(`${BASE}/openai/v1/models`);
    expect(url(DATED)).toBe(`${BASE}/openai/models?api-version=2024-10-21`);
  });

  it("case 3.9: a first chunk without choices and filter results pass as they came", () => {
    const stream = Buffer.from(
      [
        '{"choices":[],"created":0,"id":"","model":"","prompt_filter_results":[{"prompt_index":0}]}',
        '{"choices":[{"delta":{"role":"assistant"},"finish_reason":null,"index":0}]}',
        '{"choices":[{"delta":{},"finish_reason":"content_filter","index":0}]}',
        "[DONE]",
      ]
        .map((data) => `data: ${data}\n\n`)
        .join(""),
    );
    const repair = new StreamRepair();

    expect(repair.push(stream)).toBe(stream);
    expect(repair.end()).toHaveLength(0);
  });

  it("case 3.9: a filtered prompt's error keeps its code", () => {
    const body = { error: { code: "content_filter", message: "Filtered.", param: "prompt" } };

    expect(azureOpenai.readError(400, body)).toEqual({
      message: "Filtered.",
      type: "invalid_request_error",
      code: "content_filter",
      param: "prompt",
    });
  });
});
