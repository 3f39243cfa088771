import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../../lib/protocol/json";
import { gemini } from "../../../../lib/providers/gemini";
import { user } from "../../../fixtures/gemini/conversation-fixture";
import { geminiCall, geminiUpstream } from "../../../fixtures/gemini/gemini-call";

const { buildRequest } = gemini.endpoints["chat.completions"]!;

function build(json: JsonObject, model = "gemini-2.5-flash") {
  const call = geminiCall({ messages: [user("Hi")], ...json }, { model });
  const request = buildRequest(call, geminiUpstream());
  return { ...request, body: JSON.parse(request.body.toString()) };
}

const config = (json: JsonObject, model?: string) => build(json, model).body.generationConfig;
const TOOLS = [{ type: "function", function: { name: "f" } }];

describe("gemini: parameters", () => {
  it.each([
    ["case 44", { max_tokens: 5 }, { maxOutputTokens: 5 }],
    ["case 44", { max_tokens: 5, max_completion_tokens: 9 }, { maxOutputTokens: 9 }],
    ["case 44", {}, {}],
    ["case 45", { temperature: 2 }, { temperature: 2 }],
    ["case 45", { temperature: 0 }, { temperature: 0 }],
    [
      "case 46",
      { temperature: 0.5, top_p: 0.9, top_k: 40 },
      { temperature: 0.5, topP: 0.9, topK: 40 },
    ],
    ["case 48", { stop: "END" }, { stopSequences: ["END"] }],
    ["case 48", { stop: ["a", "", "\n"] }, { stopSequences: ["a", "\n"] }],
    ["case 48", { stop: null }, {}],
    ["case 49", { n: 1 }, {}],
    ["case 49", { n: 3 }, { candidateCount: 3 }],
    ["case 50", { seed: -7 }, { seed: -7 }],
    [
      "case 50",
      { presence_penalty: 1, frequency_penalty: -1 },
      { presencePenalty: 1, frequencyPenalty: -1 },
    ],
    ["case 50", { logprobs: true, top_logprobs: 3 }, { responseLogprobs: true, logprobs: 3 }],
    ["case 50", { logprobs: true }, { responseLogprobs: true }],
    ["case 50", { logprobs: false }, {}],
    ["case 50", { modalities: ["text", "image"] }, { responseModalities: ["TEXT", "IMAGE"] }],
    ["case 53", { response_format: { type: "text" } }, {}],
    [
      "case 53",
      { response_format: { type: "json_object" } },
      { responseMimeType: "application/json" },
    ],
    [
      "case 53",
      {
        response_format: {
          type: "json_schema",
          json_schema: { name: "n", description: "d", schema: { type: "object" } },
        },
      },
      {
        responseMimeType: "application/json",
        responseJsonSchema: { description: "d", type: "object" },
      },
    ],
  ])("gemini %s: %j", (_case, json, expected) => {
    expect(config(json)).toEqual(expected);
    expect(build(json).droppedParams).toEqual([]);
  });

  it.each([
    ["case 44", { max_tokens: 0 }, "max_tokens"],
    ["case 44", { max_completion_tokens: -1 }, "max_completion_tokens"],
    ["case 45", { temperature: 2.1 }, "temperature"],
    ["case 45", { temperature: -1 }, "temperature"],
    ["case 46", { top_p: 1.5 }, "top_p"],
    ["case 46", { top_k: "many" }, "top_k"],
    ["case 48", { stop: ["1", "2", "3", "4", "5", "6"] }, "stop"],
    ["case 49", { n: 9 }, "n"],
    ["case 49", { n: 0 }, "n"],
    ["case 50", { top_logprobs: 2 }, "top_logprobs"],
    ["case 50", { logprobs: true, top_logprobs: 21 }, "top_logprobs"],
    ["case 50", { presence_penalty: 3 }, "presence_penalty"],
    ["case 53", { response_format: { type: "xml" } }, "response_format.type"],
    ["case 53", { response_format: { type: "json_schema" } }, "response_format.json_schema"],
    [
      "case 53",
      { response_format: { type: "json_schema", json_schema: { schema: 1 } } },
      "response_format.json_schema.schema",
    ],
    ["case 54", { reasoning_effort: "extreme" }, "reasoning_effort"],
    [
      "case 56",
      { extra_body: { google: { cached_content: 1 } } },
      "extra_body.google.cached_content",
    ],
    [
      "case 56",
      { extra_body: { google: { thinking_config: { thinking_budget: "big" } } } },
      "extra_body.google.thinking_config.thinking_budget",
    ],
  ])("gemini %s: a value out of range is a 400 (%j)", (_case, json, param) => {
    expect(() => build(json)).toThrowError(expect.objectContaining({ status: 400, param }));
  });

  it("gemini case 50: a seed of more than 32 bits is folded, always to the same", () => {
    const request = build({ seed: 2 ** 31 + 5 });

    expect(request.body.generationConfig.seed).toBe(5);
    expect(request.warnings).toEqual(["seed: folded to 5, as Gemini takes 32 bits"]);
  });

  it.each([
    [
      "case 50",
      { logit_bias: { 1: 2 }, store: true, prediction: {} },
      ["logit_bias", "store", "prediction"],
    ],
    ["case 50", { modalities: ["text", "audio"], audio: { voice: "x" } }, ["audio", "modalities"]],
    [
      "case 51",
      { user: "ada@example.com", safety_identifier: "s", metadata: { a: "b" } },
      ["user", "safety_identifier", "metadata"],
    ],
    ["case 52", { stream: true, stream_options: { include_usage: true } }, []],
    [
      "case 55",
      { prompt_cache_key: "k", service_tier: "scale" },
      ["prompt_cache_key", "service_tier"],
    ],
    [
      "case 56",
      { verbosity: "low", web_search_options: {}, wild: 1, absent: null },
      ["verbosity", "web_search_options", "wild"],
    ],
    [
      "case 56",
      { extra_body: { other: 1, google: { other: 1 } } },
      ["extra_body", "extra_body.google"],
    ],
  ])("gemini %s: what has no counterpart is left out and named (%j)", (_case, json, dropped) => {
    const { droppedParams, body } = build(json);

    expect(droppedParams.toSorted()).toEqual(dropped.toSorted());
    expect(Object.keys(body).toSorted()).toEqual(["contents", "generationConfig"]);
  });

  it("gemini case 56: more unknown parameters than a header could name are counted", () => {
    const many = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`x${index}`, 1]));

    const { droppedParams, warnings } = build({ ...many, "new\nline": 1 });

    expect(droppedParams).toHaveLength(32);
    expect(warnings).toEqual(["9 more unknown parameters were left out"]);
  });

  it("gemini case 53: a format beside tools is said in words to models that take no both", () => {
    const schema = { type: "object", properties: { a: { type: "string" } } };
    const response_format = { type: "json_schema", json_schema: { name: "n", schema } };

    const older = build({ tools: TOOLS, response_format });
    const newer = build({ tools: TOOLS, response_format }, "gemini-3-pro-preview");

    expect(older.body.generationConfig).toEqual({});
    expect(older.body.systemInstruction.parts[0].text).toContain(JSON.stringify(schema));
    expect(older.warnings).toHaveLength(1);
    expect(newer.body.generationConfig.responseJsonSchema).toEqual(schema);
    expect(newer.warnings).toEqual([]);
  });

  it.each([
    ["gemini-2.5-flash", "none", { thinkingBudget: 0 }, false],
    ["gemini-2.5-pro", "none", { thinkingBudget: 128 }, true],
    ["gemini-2.5-flash", "minimal", { thinkingBudget: 1024, includeThoughts: true }, true],
    ["gemini-2.5-flash", "low", { thinkingBudget: 1024, includeThoughts: true }, false],
    ["gemini-2.5-pro", "medium", { thinkingBudget: 8192, includeThoughts: true }, false],
    ["gemini-2.5-pro", "high", { thinkingBudget: 24_576, includeThoughts: true }, false],
    ["gemini-flash-latest", "xhigh", { thinkingBudget: 24_576, includeThoughts: true }, true],
    ["gemini-3-flash-preview", "none", { thinkingLevel: "MINIMAL" }, true],
    [
      "gemini-3-flash-preview",
      "minimal",
      { thinkingLevel: "MINIMAL", includeThoughts: true },
      false,
    ],
    ["gemini-3.1-pro-preview", "none", { thinkingLevel: "LOW" }, true],
    ["gemini-3.1-pro-preview", "minimal", { thinkingLevel: "LOW", includeThoughts: true }, true],
    [
      "models/gemini-3-flash-preview",
      "medium",
      { thinkingLevel: "MEDIUM", includeThoughts: true },
      false,
    ],
    ["gemini-3-pro-preview", "max", { thinkingLevel: "HIGH", includeThoughts: true }, true],
  ])(
    "gemini case 54: %s with reasoning_effort %s",
    (model, reasoning_effort, thinkingConfig, isWarned) => {
      const { body, warnings } = build({ reasoning_effort }, model);

      expect(body.generationConfig).toEqual({ thinkingConfig });
      expect(warnings).toHaveLength(isWarned ? 1 : 0);
    },
  );

  it.each(["gemini-2.0-flash", "gemma-3-27b-it", "tunedModels/mine"])(
    "gemini case 54: %s does not think, which is said",
    (model) => {
      const { body, droppedParams } = build({ reasoning_effort: "high" }, model);

      expect(body.generationConfig).toEqual({});
      expect(droppedParams).toEqual(["reasoning_effort"]);
    },
  );

  it("gemini case 54: Google's own thinking_config goes before reasoning_effort", () => {
    const google = { thinking_config: { thinking_budget: 77, include_thoughts: false } };

    const { body, droppedParams } = build({ reasoning_effort: "low", extra_body: { google } });

    expect(body.generationConfig.thinkingConfig).toEqual({
      thinkingBudget: 77,
      includeThoughts: false,
    });
    expect(droppedParams).toEqual(["reasoning_effort"]);
  });

  it("gemini case 56: a cached content and safety settings of Google's go through", () => {
    const safety_settings = [{ category: "HARM_CATEGORY_HARASSMENT", threshold: "BLOCK_NONE" }];
    const google = { cached_content: "cachedContents/1", safety_settings };

    const { body } = build({ extra_body: { google } });

    expect(body).toMatchObject({
      cachedContent: "cachedContents/1",
      safetySettings: safety_settings,
    });
  });

  it.each([
    ["auto", undefined],
    ["default", "standard"],
    ["flex", "flex"],
    ["priority", "priority"],
  ])("gemini case 55: service tier %s", (service_tier, expected) => {
    expect(build({ service_tier }).body.serviceTier).toBe(expected);
  });

  describe("gemini: the request around them", () => {
    const url = (model: string, json: JsonObject = {}, baseUrl?: string) => {
      const call = geminiCall({ messages: [user("Hi")], ...json }, { model });
      return buildRequest(call, geminiUpstream(baseUrl === undefined ? {} : { baseUrl })).url;
    };
    const ROOT = "https://generativelanguage.googleapis.com/v1beta";

    it("gemini case 57: the credential is a header, and other vendors' headers stay behind", () => {
      const call = geminiCall(
        { messages: [user("Hi")] },
        { headers: { "anthropic-beta": "x", "x-goog-user-project": "p" } },
      );

      const { headers, url: target } = buildRequest(
        call,
        geminiUpstream({ extraHeaders: { "X-Team": "a" } }),
      );

      expect(headers).toEqual({
        "user-agent": "prysm",
        accept: "application/json",
        "accept-encoding": "identity",
        "content-type": "application/json",
        "x-goog-api-key": "AIza-secret",
        "x-goog-user-project": "p",
        "x-team": "a",
      });
      expect(target).not.toContain("AIza");
    });

    it.each([
      ["gemini-2.5-flash", `${ROOT}/models/gemini-2.5-flash:generateContent`],
      ["models/gemini-2.5-flash", `${ROOT}/models/gemini-2.5-flash:generateContent`],
      ["tunedModels/mine", `${ROOT}/tunedModels/mine:generateContent`],
      ["../../x?y#z", `${ROOT}/models/..%2F..%2Fx%3Fy%23z:generateContent`],
    ])("gemini case 58: model %s is called at its own address", (model, expected) => {
      expect(url(model)).toBe(expected);
    });

    it("gemini case 58: half of a surrogate pair is no model", () => {
      expect(() => url("gemini-\ud800")).toThrowError(expect.objectContaining({ param: "model" }));
    });

    it.each([
      [
        "https://proxy.example/gemini",
        "https://proxy.example/gemini/v1beta/models/m:generateContent",
      ],
      ["https://proxy.example/v1", "https://proxy.example/v1/models/m:generateContent"],
    ])("a base URL may name the version of the API or not: %s", (baseUrl, expected) => {
      expect(url("m", {}, baseUrl)).toBe(expected);
    });

    it.each([
      [true, `${ROOT}/models/m:streamGenerateContent?alt=sse`],
      [false, `${ROOT}/models/m:generateContent`],
      [null, `${ROOT}/models/m:generateContent`],
      [undefined, `${ROOT}/models/m:generateContent`],
    ])("gemini case 59: stream %s", (stream, expected) => {
      expect(url("m", { stream })).toBe(expected);
    });
  });
});
