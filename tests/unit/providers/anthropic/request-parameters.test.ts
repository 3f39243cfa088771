import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { refusalOf, translate } from "../../../fixtures/anthropic/request";

const sha256 = (value: string) => createHash("sha256").update(value).digest("hex");

describe("max_tokens", () => {
  it.each([
    [{ max_tokens: 100 }, 100],
    [{ max_completion_tokens: 200 }, 200],
    [{ max_completion_tokens: 200, max_tokens: 100 }, 200],
    [{ max_completion_tokens: null, max_tokens: 100 }, 100],
    [{}, 64_000],
    [{ max_tokens: null }, 64_000],
    [{ model: "claude-3-haiku-20240307" }, 4_096],
    [{ model: "claude-opus-5-5" }, 128_000],
    [{ model: "kimi-k2" }, 8_192],
    [{ model: "kimi-k2", max_tokens: 999_999 }, 999_999],
  ])("case 44: %j is %i tokens", (request, expected) => {
    const { body, warnings } = translate(request);

    expect(body.max_tokens).toBe(expected);
    expect(warnings).toEqual([]);
  });

  it("case 44: more than the model gives is clamped with a warning", () => {
    const { body, warnings } = translate({ max_completion_tokens: 1_000_000 });

    expect(body.max_tokens).toBe(64_000);
    expect(warnings).toEqual([
      "max_completion_tokens: clamped to 64000, the most this model gives",
    ]);
  });

  it.each([
    [{ max_tokens: 0 }, "max_tokens"],
    [{ max_tokens: -1 }, "max_tokens"],
    [{ max_tokens: 1.5 }, "max_tokens"],
    [{ max_tokens: "many" }, "max_tokens"],
    [{ max_completion_tokens: 0, max_tokens: 5 }, "max_completion_tokens"],
  ])("case 44: %j is refused at %s", (request, param) => {
    expect(refusalOf(request).param).toBe(param);
  });
});

describe("sampling", () => {
  it.each([0, 0.3, 1])("case 45: temperature %d is kept", (temperature) => {
    expect(translate({ temperature }).body.temperature).toBe(temperature);
  });

  it("case 45: a temperature of OpenAI's upper half is clamped to 1 with a warning", () => {
    const { body, warnings } = translate({ temperature: 1.7 });

    expect(body.temperature).toBe(1);
    expect(warnings).toEqual(["temperature: clamped to 1"]);
  });

  it.each([
    [{ temperature: -0.1 }, "temperature"],
    [{ temperature: 2.1 }, "temperature"],
    [{ temperature: Number.POSITIVE_INFINITY }, "temperature"],
    [{ temperature: "hot" }, "temperature"],
    [{ top_p: -1 }, "top_p"],
    [{ top_p: 1.01 }, "top_p"],
    [{ top_k: 1.5 }, "top_k"],
    [{ top_k: "x" }, "top_k"],
  ])("case 45: %j is refused at %s", (request, param) => {
    expect(refusalOf(request).param).toBe(param);
  });

  it.each([
    "claude-opus-4-1-20250805",
    "claude-sonnet-4-5",
    "claude-haiku-4-5",
    "claude-sonnet-4-6",
  ])("case 46: %s takes one of temperature and top_p, so top_p goes", (model) => {
    const { body, dropped, warnings } = translate({
      model,
      temperature: 0.2,
      top_p: 0.9,
      top_k: 40,
    });

    expect(body).toMatchObject({ temperature: 0.2, top_k: 40 });
    expect(body).not.toHaveProperty("top_p");
    expect(dropped).toEqual(["top_p"]);
    expect(warnings).toEqual(["top_p: left out, as this model takes it or temperature"]);
  });

  it("case 46: top_p alone is kept, and older models take both", () => {
    expect(translate({ top_p: 0.9 }).body.top_p).toBe(0.9);
    expect(
      translate({ model: "claude-3-5-haiku-20241022", temperature: 0.2, top_p: 0.9 }).body,
    ).toMatchObject({ temperature: 0.2, top_p: 0.9 });
  });

  it.each([
    "claude-opus-4-7",
    "claude-opus-4-8",
    "claude-opus-5",
    "claude-sonnet-5",
    "claude-haiku-5-5",
    "claude-next",
  ])("case 46: %s takes no sampling parameter at all", (model) => {
    const { body, dropped } = translate({ model, temperature: 0, top_p: 0.9, top_k: 40 });

    expect(Object.keys(body)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/temperature|top_/)]),
    );
    expect(dropped).toEqual(["temperature", "top_p", "top_k"]);
  });

  it("case 46: leaving out a default changes nothing and is not noted", () => {
    const { body, dropped } = translate({ model: "claude-opus-5", temperature: 1, top_p: 1 });

    expect(body).not.toHaveProperty("temperature");
    expect(dropped).toEqual([]);
  });

  it("case 47: while the model thinks, temperature, top_k and a low top_p are left out", () => {
    const request = { reasoning_effort: "medium", temperature: 0.2, top_p: 0.5, top_k: 40 };
    const { body, dropped } = translate(request);

    expect(body.thinking).toEqual({ type: "enabled", budget_tokens: 8_192 });
    expect(body).not.toHaveProperty("temperature");
    expect(body).not.toHaveProperty("top_p");
    expect(body).not.toHaveProperty("top_k");
    expect(dropped).toEqual(["temperature", "top_p", "top_k"]);
    expect(translate({ reasoning_effort: "medium", top_p: 0.96 }).body.top_p).toBe(0.96);
  });
});

describe("stop, n and what is dropped", () => {
  it.each([
    ["END", ["END"]],
    [
      ["a", "b", "c", "d", "e"],
      ["a", "b", "c", "d", "e"],
    ],
    [
      ["a", "\n\n", "", " b"],
      ["a", " b"],
    ],
  ])("case 48: stop %j is stop_sequences %j", (stop, expected) => {
    expect(translate({ stop }).body.stop_sequences).toEqual(expected);
  });

  it.each([[null], [undefined], [[]], ["\n"], [["", " "]]])(
    "case 48: stop %j is left out",
    (stop) => {
      expect(translate({ stop }).body).not.toHaveProperty("stop_sequences");
    },
  );

  it("case 48: entries that had to go are noted", () => {
    expect(translate({ stop: ["a", "\n"] }).dropped).toEqual(["stop"]);
    expect(translate({ stop: ["a"] }).dropped).toEqual([]);
  });

  it.each([
    [7, "stop"],
    [["a", 7], "stop[1]"],
  ])("case 48: stop %j is refused at %s", (stop, param) => {
    expect(refusalOf({ stop }).param).toBe(param);
  });

  it.each([2, 0, -1, 1.5, "1"])("case 49: n %j is refused", (n) => {
    expect(refusalOf({ n })).toEqual({
      param: "n",
      message: "n must be 1 for this provider. Send one request per answer.",
    });
  });

  it.each([[1], [null], [undefined]])("case 49: n %j is the one answer there is", (n) => {
    expect(translate({ n }).body).not.toHaveProperty("n");
  });

  it("case 50, 56: what Anthropic does not know is left out and named", () => {
    const unknown = {
      logprobs: true,
      top_logprobs: 3,
      logit_bias: { "50256": -100 },
      seed: 7,
      presence_penalty: 0.5,
      frequency_penalty: -0.5,
      store: true,
      prediction: { type: "content", content: "x" },
      modalities: ["text", "audio"],
      audio: { voice: "alloy", format: "mp3" },
      metadata: { team: "a" },
      verbosity: "low",
      web_search_options: {},
      prompt_cache_key: "k",
      some_future_field: 1,
    };
    const { body, dropped } = translate(unknown);

    expect(Object.keys(body).sort()).toEqual(["max_tokens", "messages", "model"]);
    expect(dropped).toEqual(Object.keys(unknown));
  });

  it("case 50: values that ask for nothing are not named", () => {
    expect(
      translate({
        logprobs: false,
        logit_bias: {},
        presence_penalty: 0,
        frequency_penalty: 0,
        store: false,
        modalities: ["text"],
        metadata: {},
        verbosity: "medium",
        seed: null,
      }).dropped,
    ).toEqual([]);
  });

  it("case 56: names of unknown fields cannot break the header they are told in", () => {
    const fields = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`x${index}`, 1]));
    const { dropped } = translate({ "a\r\nset-cookie: x": 1, ["ü".repeat(500)]: 1, ...fields });

    expect(dropped[0]).toBe("a??set-cookie??x");
    expect(dropped[1]).toBe("?".repeat(64));
    expect(dropped).toHaveLength(50);
  });
});

describe("who asks, and how", () => {
  it.each([
    [{ user: "u-123" }, "u-123"],
    [{ safety_identifier: "s-1", user: "u-1" }, "s-1"],
    [{ safety_identifier: "", user: "u-1" }, "u-1"],
    [{ user: "ada@example.com" }, sha256("ada@example.com")],
    [{ user: "Ada <ada@example.com>" }, sha256("Ada <ada@example.com>")],
    [{ user: "+41 79 123 45 67" }, sha256("+41 79 123 45 67")],
    [{ user: "(555) 123-4567" }, sha256("(555) 123-4567")],
    [{ user: "x".repeat(300) }, sha256("x".repeat(300))],
  ])("case 51: %j is the user id %s", (request, expected) => {
    expect(translate(request).body.metadata).toEqual({ user_id: expected });
  });

  it.each([[{}], [{ user: null }], [{ user: "" }], [{ metadata: { user_id: "m" } }]])(
    "case 51: %j names nobody",
    (request) => {
      expect(translate(request).body).not.toHaveProperty("metadata");
    },
  );

  it("case 51: a user that is no text is refused", () => {
    expect(refusalOf({ user: 5 }).param).toBe("user");
    expect(refusalOf({ safety_identifier: {} }).param).toBe("safety_identifier");
  });

  it("case 52: stream_options is not forwarded, and not dropped either", () => {
    const { body, dropped } = translate({ stream: true, stream_options: { include_usage: true } });

    expect(body).not.toHaveProperty("stream_options");
    expect(body.stream).toBe(true);
    expect(dropped).toEqual([]);
  });

  it.each([
    ["auto", "auto"],
    ["priority", "auto"],
    ["default", "standard_only"],
    ["standard_only", "standard_only"],
  ])("case 55: service_tier %s is %s", (tier, expected) => {
    expect(translate({ service_tier: tier }).body.service_tier).toBe(expected);
  });

  it.each(["flex", "scale"])("case 55: service_tier %s is dropped", (tier) => {
    const { body, dropped } = translate({ service_tier: tier });

    expect(body).not.toHaveProperty("service_tier");
    expect(dropped).toEqual(["service_tier"]);
  });

  it("case 55: an unknown service_tier is refused, prompt_cache_key is dropped", () => {
    expect(refusalOf({ service_tier: "gold" }).param).toBe("service_tier");
    expect(translate({ prompt_cache_key: "tenant-1" }).dropped).toEqual(["prompt_cache_key"]);
  });

  it.each([[undefined], [false], [null]])(
    "case 59: stream %j asks for a whole answer",
    (stream) => {
      expect(translate({ stream }).body).not.toHaveProperty("stream");
    },
  );
});
