import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeReplay, encodeReplay } from "../../../../lib/bridges/responses/reasoning-replay";
import { responsesBridge } from "../../../../lib/bridges/responses/responses-bridge";
import { PrysmError } from "../../../../lib/errors";
import { inputs } from "../../../fixtures/responses/inputs";
import { refusals } from "../../../fixtures/responses/refusals";
import { settings } from "../../../fixtures/responses/settings";
import { toolTurns } from "../../../fixtures/responses/tool-turns";
import type { Translated } from "../../../fixtures/responses/translated";

type Fields = Record<string, unknown>;

function expectTranslation({ request, chat, dropped = [] }: Translated): void {
  const bridged = responsesBridge.toChat(request);

  expect(bridged.chat).toEqual(chat);
  expect(bridged.droppedParams.toSorted()).toEqual(dropped);
}

function errorOf(request: Fields): PrysmError {
  try {
    responsesBridge.toChat(request);
  } catch (thrown) {
    if (thrown instanceof PrysmError) return thrown;
    throw thrown;
  }
  throw new Error("It was accepted.");
}

describe("a Responses call as a chat call", () => {
  it.each(inputs)("says $name", expectTranslation);

  it.each(toolTurns)("says $name", expectTranslation);

  it.each(settings)("carries over $name", ({ request, chat, dropped }) => {
    const messages = [{ role: "user", content: "Hi" }];
    expectTranslation({
      name: "",
      request: { model: "m", input: "Hi", ...request },
      chat: { messages, ...chat },
      ...(dropped ? { dropped } : {}),
    });
  });

  it("gives a provider's signed reasoning back as it was", () => {
    const details = [
      { type: "thinking", thinking: "Hm.", signature: "sig" },
      { type: "redacted_thinking", data: "xxx" },
    ];
    const reasoning = { type: "reasoning", summary: [], encrypted_content: encodeReplay(details) };
    const call = { type: "function_call", call_id: "a", name: "f", arguments: "{}" };
    const { chat, droppedParams } = responsesBridge.toChat({
      input: ["Hi"].map(toUser).concat(reasoning, call),
    });

    expect(chat.messages).toMatchObject([
      { role: "user" },
      { role: "assistant", reasoning_details: details, tool_calls: [{ id: "a" }] },
    ]);
    expect(droppedParams).toEqual([]);
  });

  it("begins a new turn with new reasoning, so that its order is kept", () => {
    const thought = (text: string) => ({
      type: "reasoning",
      summary: [{ type: "summary_text", text }],
    });
    const { chat } = responsesBridge.toChat({
      input: [
        toUser("Hi"),
        thought("One"),
        { role: "assistant", content: "A" },
        thought("Two"),
        { type: "function_call", call_id: "a", name: "f", arguments: "{}" },
      ],
    });

    expect(chat.messages).toMatchObject([
      { role: "user" },
      { role: "assistant", content: "A", reasoning_content: "One" },
      { role: "assistant", content: null, reasoning_content: "Two", tool_calls: [{ id: "a" }] },
    ]);
  });

  it("warns where it sends less than it was asked for", () => {
    const image = { type: "input_image", image_url: "https://a.example", detail: "original" };
    const { warnings } = responsesBridge.toChat({
      input: [{ role: "user", content: [image] }],
      reasoning: { summary: "detailed" },
    });

    expect(warnings).toEqual([
      "detail: an image was sent with high instead of original",
      "reasoning.summary: the summary is as detailed as the provider makes it",
    ]);
  });

  it("names a dropped field of many items once", () => {
    const item = { role: "user", content: "Hi", phase: "commentary" };

    expect(responsesBridge.toChat({ input: [item, item] }).droppedParams).toEqual([
      "input[].phase",
    ]);
  });

  it.each(refusals)("refuses $request at $param", ({ request, param }) => {
    const error = errorOf(request);

    expect(error.param).toBe(param);
    expect(error.status).toBe(400);
  });

  it("names the built-in tool that it refuses", () => {
    const tools = [{ type: "custom", name: "sql" }];

    expect(errorOf({ input: "Hi", tools }).message).toContain('custom "sql"');
  });

  it("takes a history of 100,000 calls in the time of a test", () => {
    const items = Array.from({ length: 100_000 }, (_, index) => [
      { type: "function_call", call_id: `c${index}`, name: "f", arguments: "{}" },
      { type: "function_call_output", call_id: `c${index}`, output: "1" },
    ]);
    const calls = items.map(([call]) => call);
    const outputs = items.map(([, output]) => output);
    const { chat } = responsesBridge.toChat({ input: [...calls, ...outputs] });

    expect(chat.messages).toHaveLength(100_001);
  });
});

function toUser(content: string): Fields {
  return { role: "user", content };
}

describe("reasoning for replay", () => {
  const detail = fc.oneof(
    fc.record({
      type: fc.constant("thinking"),
      thinking: fc.string({ unit: "binary" }),
      signature: fc.string({ minLength: 1 }),
    }),
    fc.record({ type: fc.constant("redacted_thinking"), data: fc.string() }),
  );

  it("comes back as it went out", () => {
    fc.assert(
      fc.property(fc.array(detail, { minLength: 1 }), (details) => {
        expect(decodeReplay(encodeReplay(details))).toEqual(details);
      }),
    );
  });

  it("is nothing for any other content", () => {
    const other = [
      fc.string(),
      fc.string().map((text) => `prysm1.${text}`),
      fc.jsonValue().map((value) => encodeReplay(value as never)),
    ];
    fc.assert(
      fc.property(fc.oneof(...other), (content) => {
        expect(decodeReplay(content)).toBeNull();
      }),
    );
  });
});
