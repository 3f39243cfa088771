import { describe, expect, it } from "vitest";
import { OPENAI_FAMILY } from "../../../../lib/providers/openai/openai-family";
import { ALL_KINDS, build, callOf, kind, upstreamOf } from "../../../fixtures/openai/calls";

const CHAT = { model: "m", messages: [{ role: "user", content: "hi" }] };

function raw(method: string, path: string, contentType: string | null = null) {
  return { api: "passthrough" as const, raw: { method, path, contentType } };
}

describe("the OpenAI family", () => {
  it("has each kind once, and what every kind needs", () => {
    const ids = ALL_KINDS.map(({ id }) => id);

    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(
      expect.arrayContaining([
        ...["openai", "azure-openai", "vllm", "ollama", "custom", "mistral", "groq", "together"],
        ...["fireworks", "deepseek", "xai", "openrouter"],
      ]),
    );
    for (const provider of ALL_KINDS) {
      expect(provider.endpoints["chat.completions"]).toBeDefined();
      expect(provider.endpoints.passthrough).toBeDefined();
      expect(provider).toMatchObject({ transport: "http", wire: "openai" });
    }
  });

  it.each([
    ["gpt-4o", "openai", "azure-openai"],
    ["o3-mini", "openai", "azure-openai"],
    ["text-embedding-3-small", "openai", "azure-openai"],
    ["ft:gpt-4o-mini:org::id", "openai", "azure-openai"],
    ["mistral-large-latest", "mistral"],
    ["open-mixtral-8x7b", "mistral"],
    ["codestral-2508", "mistral"],
    ["deepseek-chat", "deepseek"],
    ["deepseek-v4-pro", "deepseek"],
    ["grok-4", "xai"],
  ])("knows whose model %s is", (model, ...ids) => {
    const families = ALL_KINDS.filter(({ modelFamily }) => modelFamily?.test(model));

    expect(families.map((provider) => provider.id).sort()).toEqual([...ids].sort());
  });

  it.each([
    ["gpt-oss-120b"],
    ["claude-sonnet-4-5"],
    ["gemini-2.5-pro"],
    ["text-embedding-004"],
    ["llama3.2"],
    ["mistral:7b"],
    ["mistral-nemo:12b"],
    ["deepseek-r1:8b"],
    ["deepseek-v3:671b"],
    ["olmo-2"],
  ])("leaves %s to whoever serves it", (model) => {
    expect(ALL_KINDS.some(({ modelFamily }) => modelFamily?.test(model))).toBe(false);
  });

  it.each([
    ["chat.completions", "https://api.openai.com/v1/chat/completions"],
    ["completions", "https://api.openai.com/v1/completions"],
    ["embeddings", "https://api.openai.com/v1/embeddings"],
    ["responses", "https://api.openai.com/v1/responses"],
  ] as const)("sends %s to %s", (api, url) => {
    expect(build("openai", callOf(CHAT, { api }))).toMatchObject({ method: "POST", url });
  });

  it("sends the credential, what it can read, and the client's headers", () => {
    const call = callOf(CHAT, { headers: { "openai-beta": "x=v1" } });

    expect(build("openai", call).headers).toEqual({
      authorization: "Bearer sk-upstream",
      "content-type": "application/json",
      accept: "application/json",
      "accept-encoding": "identity",
      "user-agent": "prysm",
      "openai-beta": "x=v1",
    });
  });

  it("accepts an event stream where one was asked for", () => {
    const { headers } = build("custom", callOf({ ...CHAT, stream: true }));

    expect(headers.accept).toBe("text/event-stream");
  });

  it("sends no authorization without a credential", () => {
    expect(build("ollama", callOf(CHAT), { credential: null }).headers).not.toHaveProperty(
      "authorization",
    );
  });

  it("lets the upstream's own headers win, whatever their case", () => {
    const extraHeaders = { "X-Team": "a", "User-Agent": "acme", AUTHORIZATION: "Basic eA==" };

    const { headers } = build("custom", callOf(CHAT, { headers: { "x-team": "b" } }), {
      extraHeaders,
    });

    expect(headers).toMatchObject({
      "x-team": "a",
      "user-agent": "acme",
      authorization: "Basic eA==",
    });
    expect(Object.keys(headers).every((name) => name === name.toLowerCase())).toBe(true);
  });

  it("swaps the model and no other byte", () => {
    const body = Buffer.from('{ "model":"openai/gpt-4o" , "messages" :[ ], "seed": 1.0e1}');
    const json = JSON.parse(body.toString());

    const sent = build("openai", callOf(json, { body, model: "gpt-4o" })).body;

    expect(sent.toString()).toBe('{ "model":"gpt-4o" , "messages" :[ ], "seed": 1.0e1}');
  });

  it("adds the model where a call was made without one", () => {
    const body = Buffer.from('{"messages":[]}');

    const sent = build("custom", callOf({ messages: [] }, { body, model: "default" })).body;

    expect(sent.toString()).toBe('{"model":"default","messages":[]}');
  });

  it("lists models below the base URL", () => {
    for (const provider of OPENAI_FAMILY) {
      const upstream = upstreamOf(provider, { baseUrl: "https://host.test/base" });
      const request = provider.buildModelsRequest(upstream);
      expect(request).toMatchObject({ method: "GET", url: "https://host.test/base/models" });
      expect(request.headers).toMatchObject({ authorization: "Bearer sk-upstream" });
      expect(request.headers).not.toHaveProperty("content-type");
      expect(request.body).toHaveLength(0);
    }
  });

  it("mends embeddings as the call asked for them", () => {
    const { repairWhole } = kind("custom").endpoints.embeddings ?? {};
    const body = Buffer.from('{"data":[{"embedding":[1]}]}');
    const asking = (format?: string) => callOf({ input: "a", encoding_format: format });

    expect(repairWhole?.(asking("base64"), body).toString()).toBe(
      '{"data":[{"embedding":"AACAPw=="}]}',
    );
    expect(repairWhole?.(asking("float"), body)).toBe(body);
    expect(repairWhole?.(asking(), body)).toBe(body);
  });

  it("mends each stream for itself", () => {
    const { repairStream } = kind("vllm").endpoints["chat.completions"] ?? {};
    const finish = Buffer.from('data: {"choices":[{"delta":{},"finish_reason":"stop"}]}\n\n');
    const first = repairStream?.(callOf({}));
    first?.push(finish);

    expect(first?.end().toString()).toBe("data: [DONE]\n\n");
    expect(repairStream?.(callOf({})).end()).toHaveLength(0);
  });
});

describe("the OpenAI family, other paths", () => {
  it("keeps method, path, query, type and bytes", () => {
    const body = Buffer.from([0xff, 0x00, 0x0d]);
    const type = "multipart/form-data; boundary=x";
    const call = callOf({}, { ...raw("POST", "/audio/transcriptions?a=1&b", type), body });

    const request = build("openai", call);

    expect(request).toMatchObject({
      method: "POST",
      url: "https://api.openai.com/v1/audio/transcriptions?a=1&b",
      droppedParams: [],
    });
    expect(request.headers).toMatchObject({ "content-type": type, accept: "*/*" });
    expect(request.body).toBe(body);
  });

  it("sends no type where there was none", () => {
    const call = callOf({}, { ...raw("GET", "/files"), body: Buffer.alloc(0) });

    const request = build("openai", call);

    expect(request).toMatchObject({ method: "GET", url: "https://api.openai.com/v1/files" });
    expect(request.headers).not.toHaveProperty("content-type");
  });

  it("swaps the model of a JSON body, and adds none", () => {
    const json = raw("POST", "/audio/speech", "application/json");
    const speech = callOf({ model: "openai/tts-1", input: "hi" }, { ...json, model: "tts-1" });
    const moderation = callOf({ input: "hi" }, { ...json, model: "gpt-4o" });

    expect(JSON.parse(build("openai", speech).body.toString())).toEqual({
      model: "tts-1",
      input: "hi",
    });
    expect(build("openai", moderation).body).toBe(moderation.body);
  });

  it.each([
    "/../admin",
    "/files/..",
    "/files/%2e%2E/x",
    "/files/.%2e",
    "/a/..\\..\\b",
    "/./x",
    "/a/.\t./b",
    "files",
    "//evil.test/../x",
    "",
  ])("refuses the path %j, which could lead elsewhere", (path) => {
    const call = callOf({}, raw("GET", path));

    for (const id of ["openai", "azure-openai"]) {
      expect(() => build(id, call)).toThrow(expect.objectContaining({ status: 400 }));
    }
  });

  it.each(["/files/a..b", "/files/...", "/v1beta/x", "/models/a%2Fb", "/x?next=../y"])(
    "takes the path %j, which stays below",
    (path) => {
      const { url } = build("custom", callOf({}, raw("GET", path)));

      expect(new URL(url).href.startsWith("https://upstream.test/v1/")).toBe(true);
    },
  );
});
