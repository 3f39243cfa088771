import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PrysmError } from "../../../../lib/errors";
import type { Api } from "../../../../lib/protocol/api";
import type { JsonObject } from "../../../../lib/protocol/json";
import { mistralToolId } from "../../../../lib/providers/openai/mistral-tool-id";
import { ALL_KINDS, build, callOf, sentJson } from "../../../fixtures/openai/calls";
import { DIFFERENCE_CASES } from "../../../fixtures/openai/difference-cases";

const CASES = DIFFERENCE_CASES.flatMap(({ kinds, ...rest }) =>
  kinds.map((kind) => ({ kind, ...rest })),
);

const IDS = ALL_KINDS.map(({ id }) => id);
const JSON_APIS = ["chat.completions", "completions", "embeddings", "responses"] as const;

/** What any kind takes as it is. */
const PLAIN_CHAT = {
  model: "m",
  messages: [
    { role: "system", content: "be brief" },
    { role: "user", content: [{ type: "text", text: "hi" }] },
    {
      role: "assistant",
      content: null,
      tool_calls: [{ id: "AbC123xyz", type: "function", function: { name: "f", arguments: "{}" } }],
    },
    { role: "tool", tool_call_id: "AbC123xyz", content: "1" },
  ],
  max_tokens: 5,
  temperature: 0.5,
  tools: [{ type: "function", function: { name: "f", parameters: { type: "object" } } }],
  stream: false,
};

describe("differences", () => {
  it.each(CASES)("$title ($kind)", ({ kind, api, body, model = "m", expected, dropped = [] }) => {
    const request = build(kind, callOf({ model, ...body }, { api: api ?? "chat.completions" }));

    expect(sentJson(request)).toEqual({ model, ...expected });
    expect([...request.droppedParams].sort()).toEqual(dropped);
  });

  it.each(CASES)(
    "do not change the client's object: $title ($kind)",
    ({ kind, api, body, model }) => {
      const json = { model: model ?? "m", ...body };
      const before = structuredClone(json);

      build(kind, callOf(json, { api: api ?? "chat.completions" }));

      expect(json).toEqual(before);
    },
  );

  it.each(IDS)("leave a plain chat's bytes untouched (%s)", (id) => {
    const call = callOf(PLAIN_CHAT);

    const request = build(id, call);

    expect(request.body).toBe(call.body);
    expect(request.droppedParams).toEqual([]);
  });

  it.each([
    ["custom", { max_completion_tokens: 1, user: "u", n: 3, logit_bias: { "1": 1 } }],
    ["openrouter", { max_completion_tokens: 1, user: "u", n: 3, logit_bias: { "1": 1 } }],
    ["openai", { max_tokens: 1, n: 3, logprobs: true, seed: 1, store: true }],
    ["vllm", { max_completion_tokens: 1, n: 3, logprobs: true, seed: 1 }],
    ["xai", { stop: "x", presence_penalty: 1 }],
    ["fireworks", { max_completion_tokens: 1 }],
    ["ollama", { n: 1, tool_choice: "auto", parallel_tool_calls: true, logit_bias: null }],
  ])("leave the bytes of what %s understands untouched", (id, fields) => {
    const call = callOf({ ...PLAIN_CHAT, max_tokens: null, ...fields });

    expect(build(id, call).body).toBe(call.body);
  });

  it.each(["gpt-4o", "gpt-35-turbo", "gpt-4o-mini", "chatgpt-4o-latest"])(
    "case 3.9: max_tokens of %s stays",
    (model) => {
      for (const id of ["openai", "azure-openai"]) {
        const call = callOf({ ...PLAIN_CHAT, model });
        expect(build(id, call).body).toBe(call.body);
      }
    },
  );

  it.each(["grok-3", "grok-4-fast-non-reasoning"])("stops of %s stay", (model) => {
    const call = callOf({ ...PLAIN_CHAT, model, stop: ["x"] });

    expect(build("xai", call).body).toBe(call.body);
  });

  it("case 49: more than one choice of Ollama is a 400", () => {
    for (const api of ["chat.completions", "completions"] as const) {
      const call = callOf({ ...PLAIN_CHAT, n: 2 }, { api });
      expect(() => build("ollama", call)).toThrow(
        expect.objectContaining({ status: 400, param: "n" }),
      );
    }
  });

  it("a body nested without end is a 400 where it must be written again", () => {
    let tools: unknown = [];
    for (let level = 0; level < 100_000; level++) tools = [tools];
    const json = { model: "o3", messages: [], tools, max_tokens: 1 };
    const call = callOf({}, { json, body: Buffer.from("{}"), model: "o3" });

    expect(() => build("openai", call)).toThrow(expect.objectContaining({ status: 400 }));
  });
});

describe("mistralToolId", () => {
  it("case 3.9: is nine letters and digits, the same for the same id, and keeps what is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (id) => {
        expect(mistralToolId(id)).toMatch(/^[a-zA-Z0-9]{9}$/);
        expect(mistralToolId(id)).toBe(mistralToolId(id));
        expect(mistralToolId(mistralToolId(id))).toBe(mistralToolId(id));
      }),
    );
  });

  it("case 3.9: differs for different ids", () => {
    const ids = Array.from({ length: 20_000 }, (_, index) => mistralToolId(`call_${index}`));

    expect(new Set(ids).size).toBe(ids.length);
  });
});

const AFFECTED = new Set(
  DIFFERENCE_CASES.flatMap(({ body }) => Object.keys(body)).concat(
    [
      "n",
      "functions",
      "function_call",
      "metadata",
      "service_tier",
      "verbosity",
      "safety_identifier",
    ],
    ["audio", "modalities", "prediction", "prompt_cache_retention", "web_search_options"],
  ),
);

function kindAndApi(): fc.Arbitrary<[string, Api]> {
  const pairs = ALL_KINDS.flatMap(({ id, endpoints }) =>
    JSON_APIS.filter((api) => endpoints[api]).map((api): [string, Api] => [id, api]),
  );
  return fc.constantFrom(...pairs);
}

function anyMessage(): fc.Arbitrary<JsonObject> {
  const call = fc.record({ id: fc.jsonValue(), function: fc.jsonValue() });
  return fc.record(
    {
      role: fc.oneof(
        fc.constantFrom("developer", "system", "user", "assistant", "tool"),
        fc.jsonValue(),
      ),
      content: fc.jsonValue(),
      name: fc.jsonValue(),
      tool_calls: fc.oneof(fc.array(call), fc.jsonValue()),
      tool_call_id: fc.jsonValue(),
      reasoning_content: fc.jsonValue(),
      reasoning_details: fc.jsonValue(),
      cache_control: fc.jsonValue(),
    },
    { requiredKeys: [] },
  );
}

describe("differences, any body", () => {
  it("throw nothing but a 4xx, and what they send is JSON with the model", () => {
    const fields = Object.fromEntries([...AFFECTED].map((name) => [name, fc.jsonValue()]));
    const body = fc.record(
      { ...fields, messages: fc.oneof(fc.array(anyMessage()), fc.jsonValue()) },
      { requiredKeys: [] },
    );
    const model = fc.constantFrom("o3", "gpt-5", "grok-4", "m");
    fc.assert(
      fc.property(kindAndApi(), body, model, ([id, api], fuzz, name) => {
        const json = JSON.parse(JSON.stringify({ ...fuzz, model: name }));
        try {
          expect(sentJson(build(id, callOf(json, { api }))).model).toBe(name);
        } catch (thrown) {
          if (!(thrown instanceof PrysmError)) throw thrown;
          expect(thrown.status).toBeGreaterThanOrEqual(400);
          expect(thrown.status).toBeLessThan(500);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("leave every byte of a body without affected keys", () => {
    const body = fc
      .dictionary(fc.string(), fc.jsonValue())
      .map((fields) => Object.entries(fields).filter(([name]) => !AFFECTED.has(name)))
      .map((entries) => ({ ...Object.fromEntries(entries), model: "m" }));
    fc.assert(
      fc.property(
        kindAndApi(),
        body,
        fc.integer({ max: 4, min: 0 }),
        ([id, api], fields, indent) => {
          const bytes = Buffer.from(JSON.stringify(fields, null, indent));
          const json = JSON.parse(bytes.toString());
          const call = callOf(json, { api, body: bytes });

          expect(build(id, call).body).toBe(bytes);
        },
      ),
    );
  });

  it("change nothing but the model of a body without affected keys", () => {
    fc.assert(
      fc.property(kindAndApi(), fc.uint8Array(), ([id, api], noise) => {
        // Also bytes that are no UTF-8 stay as they came.
        const start = Buffer.from('{"model" : "prefix/m", "x":"');
        const rest = Buffer.from(noise.filter((byte) => byte >= 0x80));
        const body = Buffer.concat([start, rest, Buffer.from('" }')]);
        const json = JSON.parse(body.toString());

        const sent = build(id, callOf(json, { api, body, model: "m" })).body;

        const expected = [Buffer.from('{"model" : "m", "x":"'), rest, Buffer.from('" }')];
        expect(sent.equals(Buffer.concat(expected))).toBe(true);
      }),
    );
  });
});
