import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { getProvider } from "../../../../lib/providers/index";
import type { ProviderCall, Upstream } from "../../../../lib/providers/provider";

const CHUNK =
  'data: {"choices":[{"index":0,"delta":{"content":"hé \\"usage\\":{"},"finish_reason":null}],"usage":null}\n\n';
const FINISH = 'data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":null}\n\n';
const USAGE =
  'data: {"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}\n\n';
const DONE = "data: [DONE]\n\n";

function upstreamOf(kind: string, apiVersion: string | null = null): Upstream {
  return {
    ...{ name: kind, kind, baseUrl: "http://fake/v1", credential: "k", defaultModel: null },
    ...{ models: [], extraHeaders: {}, apiVersion, timeoutMs: null, isTrusted: true },
  };
}

function callOf(body: string): ProviderCall {
  const json = JSON.parse(body);
  return {
    ...{ id: "1", receivedAtMs: 0, api: "chat.completions", model: json.model, json },
    ...{ body: Buffer.from(body), isStream: json.stream === true, headers: {}, raw: null },
  };
}

function endpointOf(kind: string) {
  const provider = getProvider(kind);
  const endpoint = provider.transport === "http" && provider.endpoints["chat.completions"];
  if (!endpoint) throw new Error(`${kind} serves chat`);
  return endpoint;
}

function sent(kind: string, body: string, apiVersion: string | null = null): string {
  return endpointOf(kind).buildRequest(callOf(body), upstreamOf(kind, apiVersion)).body.toString();
}

describe("a stream whose client did not ask for its usage", () => {
  it.each(["openai", "custom", "vllm", "ollama", "groq"])(
    "is asked for it at %s, every other byte as it was",
    (kind) => {
      const body =
        '{ "model":"m", "temperature":1.0, "messages":[{"role":"user","content":"Hi"}],"stream":true}';

      expect(sent(kind, body)).toBe(`{"stream_options":{"include_usage":true},${body.slice(1)}`);
    },
  );

  it("keeps the client's other options", () => {
    const body =
      '{"model":"m","stream":true,"stream_options":{"include_obfuscation":false,"include_usage":false}}';

    expect(JSON.parse(sent("openai", body)).stream_options).toEqual({
      include_obfuscation: false,
      include_usage: true,
    });
  });

  it.each([
    [
      "one that asks itself",
      "openai",
      '{"model":"m","stream":true,"stream_options":{"include_usage":true}}',
      null,
    ],
    ["a call that is not streamed", "openai", '{"model":"m","messages":[]}', null],
    ["a provider that always tells", "mistral", '{"model":"m","messages":[],"stream":true}', null],
    [
      "an Azure version that does not know it",
      "azure-openai",
      '{"model":"m","stream":true}',
      "2024-06-01",
    ],
  ])("is not done to %s", (_what, kind, body, version) => {
    expect(sent(kind, body, version)).toBe(body);
  });
});

describe("the usage that only Prysm asked for", () => {
  const asked = callOf('{"model":"m","messages":[],"stream":true}');

  function relay(text: string, cuts: number[]): { out: string; usage: unknown } {
    const repair = endpointOf("openai").repairStream?.(asked);
    if (!repair) throw new Error("streams are repaired");
    // A relay hands over whole lines.
    const lines = text.split(/(?<=\n)/);
    const edges = [0, ...cuts.map((cut) => cut % lines.length).sort((a, b) => a - b), lines.length];
    const parts = edges.slice(1).map((edge, index) => lines.slice(edges[index], edge).join(""));
    const out = parts.map((part) => repair.push(Buffer.from(part)).toString()).join("");
    return { out: out + repair.end().toString(), usage: repair.usage?.() };
  }

  it("is taken out of the stream, however it is cut, and remembered", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 8 }), (cuts) => {
        expect(relay(CHUNK + FINISH + USAGE + DONE, cuts)).toEqual({
          out: CHUNK + FINISH + DONE,
          usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 },
        });
      }),
    );
  });

  it("is taken out of CRLF streams too, and of those that never say they are done", () => {
    const crlf = (text: string) => text.replaceAll("\n", "\r\n");
    expect(relay(crlf(CHUNK + FINISH + USAGE + DONE), []).out).toBe(crlf(CHUNK + FINISH + DONE));
    expect(relay(CHUNK + FINISH + USAGE, []).out).toBe(CHUNK + FINISH + DONE);
  });

  it("stays where it came with a choice", () => {
    const joined = FINISH.replace('"usage":null', '"usage":{"prompt_tokens":3}');

    expect(relay(CHUNK + joined + DONE, []).out).toBe(CHUNK + joined + DONE);
  });

  it("stays for a client that asked", () => {
    const repair = endpointOf("openai").repairStream?.(
      callOf('{"model":"m","stream":true,"stream_options":{"include_usage":true}}'),
    );

    expect(repair?.push(Buffer.from(USAGE)).toString()).toBe(USAGE);
  });
});
