import { describe, expect, it } from "vitest";
import { selectUpstream } from "../../../lib/gateway/select-upstream";
import type { Upstream } from "../../../lib/providers/provider";

const openai = upstream("openai", "openai");
const claude = upstream("claude", "anthropic");
const google = upstream("google", "gemini");
const local = upstream("local", "vllm", ["qwen3", "gpt-4o"]);
const echo = upstream("echo", "echo");
const upstreams = [openai, claude, google, local, echo];

function upstream(name: string, kind: string, models: string[] = []): Upstream {
  return {
    ...{ name, kind, models, baseUrl: "http://fake", credential: null, defaultModel: null },
    ...{ extraHeaders: {}, apiVersion: null, timeoutMs: null, isTrusted: true },
  };
}

function choose(model: string | null, named: string | null = null, defaultProvider = "google") {
  const candidates = { upstreams, others: [], defaultProvider, instanceDefault: echo };
  const { upstream: chosen, model: asked } = selectUpstream(model, named, candidates);
  return `${chosen.name} ${asked}`;
}

describe("who serves a call", () => {
  it("is the provider that the header names, before anything else", () => {
    expect(choose("claude/claude-sonnet-4-5", "openai")).toBe("openai claude/claude-sonnet-4-5");
  });

  it("case 58: is the provider before the slash, which the upstream does not see", () => {
    expect(choose("claude/claude-sonnet-4-5")).toBe("claude claude-sonnet-4-5");
    expect(choose("openai/gpt-4o", "openai")).toBe("openai gpt-4o");
  });

  it("leaves a slash alone that belongs to the model's own name", () => {
    expect(choose("meta-llama/Llama-3.3-70B", "local")).toBe("local meta-llama/Llama-3.3-70B");
    expect(choose("meta-llama/Llama-3.3-70B")).toBe("google meta-llama/Llama-3.3-70B");
  });

  it("is found among upstreams of a kind that only another version of Prysm knows", () => {
    const newer = [upstream("newer", "from-the-future"), ...upstreams];
    const candidates = { others: [], defaultProvider: "newer", instanceDefault: echo };
    expect(selectUpstream("gpt-4o-mini", null, { ...candidates, upstreams: newer })).toEqual({
      upstream: openai,
      model: "gpt-4o-mini",
    });
  });

  it("is the upstream that lists the model", () => {
    expect(choose("qwen3")).toBe("local qwen3");
  });

  it.each([
    ["claude-sonnet-4-5", "claude"],
    ["gemini-2.5-flash", "google"],
    ["gpt-5-mini", "openai"],
    ["o3", "openai"],
    ["echo-v1", "echo"],
  ])("is of the model's own family: %s goes to %s", (model, name) => {
    expect(choose(model)).toBe(`${name} ${model}`);
  });

  it("is the project's default when it serves the family, though another comes first", () => {
    const azure = upstream("azure", "azure-openai");
    const candidates = {
      upstreams: [openai, azure],
      others: [],
      defaultProvider: "azure",
      instanceDefault: echo,
    };
    expect(selectUpstream("gpt-4.1", null, candidates).upstream.name).toBe("azure");
  });

  it("is the project's default for any other model, else the instance's", () => {
    expect(choose("unheard-of")).toBe("google unheard-of");
    expect(choose(null)).toBe("google null");
    expect(choose("unheard-of", null, "gone")).toBe("echo unheard-of");
  });

  it("says which providers there are when the named one is not among them", () => {
    expect(() => choose("gpt-4o", "opnai")).toThrow(
      'No provider is called "opnai" in this project. It has: openai, claude, google, local, echo.',
    );
  });
});
