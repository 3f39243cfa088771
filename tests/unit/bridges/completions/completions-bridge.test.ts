import fc from "fast-check";
import OpenAI from "openai";
import { describe, expect, it } from "vitest";
import { completionsBridge } from "../../../../lib/bridges/completions/completions-bridge";
import { PrysmError } from "../../../../lib/errors";
import { parseChatRequest } from "../../../../lib/protocol/chat";
import { refusals, settings } from "../../../fixtures/completions/requests";
import {
  type Chunk,
  delta,
  finish,
  role,
  someUsage,
  textStream,
} from "../../../fixtures/responses/chunks";

type Fields = Record<string, unknown>;

const call = { id: "0199", receivedAtMs: 1_700_000_000_500, model: "asked" };
const envelope = {
  id: "cmpl-0199",
  object: "text_completion",
  created: 1_700_000_000,
  model: "upstream-model",
};

function eventsOf(chunks: Chunk[], request: Fields = { prompt: "a", stream: true }): Fields[] {
  const answer = completionsBridge.answer(request, call);
  const events = [...chunks.flatMap((chunk) => answer.chunk(chunk)), ...answer.end()];
  expect(events.every(({ event }) => event === null)).toBe(true);
  return events.map(({ data }) => data);
}

function wholeOf(choices: Fields[], more: Fields = {}): Fields {
  const answer = completionsBridge.answer({ prompt: "a" }, call);
  return answer.whole({ id: "chatcmpl-1", model: "upstream-model", choices, ...more });
}

describe("a legacy completion call as a chat call", () => {
  it.each([
    ["a string", "Once"],
    ["an array of one string", ["Once"]],
  ])("sends %s as the user's message", (_, prompt) => {
    expect(completionsBridge.toChat({ model: "m", prompt })).toEqual({
      chat: { messages: [{ role: "user", content: "Once" }] },
      droppedParams: [],
      warnings: [],
    });
  });

  it.each(settings)("carries over $name", ({ request, chat, dropped = [] }) => {
    const bridged = completionsBridge.toChat({ prompt: "a", ...request });

    expect(bridged.chat).toEqual({ messages: [{ role: "user", content: "a" }], ...chat });
    expect(bridged.droppedParams.toSorted()).toEqual(dropped);
  });

  it.each(refusals)("refuses $request at $param", ({ request, param }) => {
    expect(() => completionsBridge.toChat(request)).toThrow(
      expect.objectContaining({ status: 400, param }),
    );
  });

  it("is one that chat accepts, or a 400, for any JSON", () => {
    const names = ["prompt", "stop", "n", "stream", "stream_options", "logprobs", "best_of"];
    const value = fc.oneof(fc.constantFrom("a", 1, true, ["a"]), fc.jsonValue({ maxDepth: 2 }));
    const request = fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string()), value);
    fc.assert(
      fc.property(request, (fields) => {
        try {
          parseChatRequest(completionsBridge.toChat(fields).chat);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(PrysmError);
          expect(thrown).toHaveProperty("status", 400);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe("a whole legacy completion", () => {
  it("has the answer's text, why it ended and what it used", () => {
    const message = { role: "assistant", content: " upon a time" };
    const usage = { prompt_tokens: 1, completion_tokens: 3, total_tokens: 4 };

    expect(wholeOf([{ index: 0, message, finish_reason: "length" }], { usage })).toEqual({
      ...envelope,
      choices: [{ text: " upon a time", index: 0, logprobs: null, finish_reason: "length" }],
      usage,
    });
  });

  it("has a choice for each answer", () => {
    const choices = ["a", "b"].map((content, index) => ({ index, message: { content } }));

    expect(wholeOf(choices).choices).toMatchObject([
      { index: 0, text: "a" },
      { index: 1, text: "b" },
    ]);
  });

  it.each([
    ["stop", "stop"],
    ["length", "length"],
    ["content_filter", "content_filter"],
    ["tool_calls", "stop"],
    ["something_new", "stop"],
    [null, "stop"],
  ])("says for the finish reason %s that it was %s", (finish_reason, told) => {
    const [choice] = wholeOf([{ message: { content: "x" }, finish_reason }]).choices as Fields[];

    expect(choice?.finish_reason).toBe(told);
  });

  it("gives a refusal as text, which is all there is", () => {
    const message = { content: null, refusal: "I cannot." };

    expect(wholeOf([{ message }]).choices).toMatchObject([{ text: "I cannot." }]);
  });

  it("lists log probabilities the way text completions do", () => {
    const top = [
      { token: "He", logprob: -0.1, bytes: null },
      { token: "A", logprob: -2, bytes: null },
    ];
    const content = [
      { token: "He", logprob: -0.1, bytes: null, top_logprobs: top },
      { token: "llo", logprob: -0.2, bytes: null, top_logprobs: [] },
    ];

    expect(wholeOf([{ message: { content: "Hello" }, logprobs: { content } }])).toMatchObject({
      choices: [
        {
          logprobs: {
            tokens: ["He", "llo"],
            token_logprobs: [-0.1, -0.2],
            top_logprobs: [{ He: -0.1, A: -2 }, null],
            text_offset: [0, 2],
          },
        },
      ],
    });
  });

  it("is a 502 when the answer holds no choice", () => {
    expect(() => wholeOf([])).toThrow(expect.objectContaining({ code: "bad_gateway" }));
  });
});

describe("a streamed legacy completion", () => {
  it("has a chunk for each text and one for the end", () => {
    expect(eventsOf(textStream)).toEqual([
      { ...envelope, choices: [{ text: "Hel", index: 0, logprobs: null, finish_reason: null }] },
      { ...envelope, choices: [{ text: "lo", index: 0, logprobs: null, finish_reason: null }] },
      { ...envelope, choices: [{ text: "", index: 0, logprobs: null, finish_reason: "stop" }] },
    ]);
  });

  it("case 81: ends with the usage when the client asked for it, and says null before", () => {
    const request = { prompt: "a", stream: true, stream_options: { include_usage: true } };
    const events = eventsOf([...textStream, someUsage], request);

    expect(events.map(({ usage }) => usage)).toEqual([null, null, null, someUsage.usage]);
    expect(events.at(-1)).toMatchObject({ ...envelope, choices: [] });
  });

  it("says nothing for a role, reasoning or tool calls", () => {
    const chunks = [role, delta({ reasoning_content: "Hm" }), delta({ tool_calls: [{}] })];

    expect(eventsOf(chunks)).toEqual([]);
  });

  it("counts the offsets of log probabilities through the whole answer", () => {
    const chunk = (token: string) =>
      delta({ content: token }, { logprobs: { content: [{ token, logprob: -1 }] } });
    const events = eventsOf([chunk("Hel"), chunk("lo"), finish("stop")]);

    expect(events).toMatchObject([
      { choices: [{ logprobs: { text_offset: [0], top_logprobs: null } }] },
      { choices: [{ logprobs: { text_offset: [3] } }] },
      { choices: [{ logprobs: null }] },
    ]);
  });

  it("passes an error on", () => {
    expect(eventsOf([{ error: { message: "Overloaded." } }])).toEqual([
      { error: { message: "Overloaded." } },
    ]);
  });

  it("spells out the same text however it was cut, and never breaks", () => {
    const text = fc.array(fc.string({ unit: "binary" }), { maxLength: 6 });
    const anyValue = fc.array(fc.jsonValue({ maxDepth: 2 }), { maxLength: 3 });
    fc.assert(
      fc.property(text, anyValue, (parts, values) => {
        const odd = values.flatMap((value) => [
          { choices: value },
          { choices: [{ index: 1, delta: value, logprobs: value, finish_reason: value }] },
          { choices: [{ index: 1, delta: { content: value }, logprobs: { content: value } }] },
        ]);
        const events = eventsOf([...odd, ...parts.map((content) => delta({ content }))]);
        const choices = events.flatMap((event) => event.choices as Fields[]);
        const said = choices.filter(({ index }) => index === 0).map((choice) => choice.text);

        expect(said.join("")).toBe(parts.join(""));
      }),
    );
  });

  it("is read by the official client", async () => {
    const frames = eventsOf(textStream).map((data) => `data: ${JSON.stringify(data)}\n\n`);
    const client = new OpenAI({
      apiKey: "none",
      fetch: async () =>
        new Response(`${frames.join("")}data: [DONE]\n\n`, {
          headers: { "content-type": "text/event-stream" },
        }),
    });
    const texts: string[] = [];
    const stream = await client.completions.create({ model: "m", prompt: "a", stream: true });
    for await (const { choices } of stream) texts.push(choices[0]?.text ?? "");

    expect(texts.join("")).toBe("Hello");
  });
});
