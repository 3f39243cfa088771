import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { OwnChatReader } from "../../../lib/gateway/read-own-chat";
import { Translation } from "../../../lib/gateway/translation";

const HEAD = { id: "chatcmpl-1", object: "chat.completion.chunk", created: 1, model: "m" };
const EVENTS = [
  {
    ...HEAD,
    choices: [{ index: 0, delta: { role: "assistant", content: "" }, finish_reason: null }],
  },
  { ...HEAD, choices: [{ index: 0, delta: { content: "grüße 👋" }, finish_reason: null }] },
  { ...HEAD, choices: [{ index: 0, delta: {}, finish_reason: "stop" }] },
];
const STREAM = `${EVENTS.map((event) => `data: ${JSON.stringify(event)}\r\n\r\n`).join("")}data: [DONE]\r\n\r\n`;

function translation(wantsUsage = false): Translation {
  return new Translation({
    provider: "fake",
    reader: new OwnChatReader("fake"),
    bridged: null,
    terminator: "data: [DONE]\n\n",
    hasOwnFailure: false,
    wantsUsage,
  });
}

function run(parts: readonly Buffer[]): string {
  const relay = translation();
  const out = parts.map((part) => {
    const ready = relay.push(part);
    relay.throwFailure();
    return ready;
  });
  const rest = relay.end();
  relay.throwFailure();
  return Buffer.concat([...out, rest]).toString();
}

describe("a translated stream", () => {
  it("is the same however the upstream's bytes were cut", () => {
    const bytes = Buffer.from(STREAM);
    const whole = run([bytes]);
    expect(whole.endsWith("data: [DONE]\n\n")).toBe(true);
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length), { maxLength: 20 }), (cuts) => {
        const edges = [0, ...cuts.sort((a, b) => a - b), bytes.length];
        const parts = edges.slice(1).map((edge, index) => bytes.subarray(edges[index], edge));
        expect(run(parts)).toBe(whole);
      }),
    );
  });

  it("is cut when one of its choices has not finished", () => {
    const relay = translation();
    const second = { ...HEAD, choices: [{ index: 1, delta: { content: "hal" } }] };
    const bytes = [second, ...EVENTS].map((event) => `data: ${JSON.stringify(event)}\n\n`).join("");
    relay.push(Buffer.from(bytes));
    relay.end();
    expect(() => relay.throwFailure()).toThrow("before it was complete");
  });

  it("case 85: sends what came before an error, then reports the error", () => {
    const relay = translation();
    const error = { error: { message: "overloaded", type: "server_error", code: 529 } };
    const bytes = `data: ${JSON.stringify(EVENTS[1])}\n\ndata: ${JSON.stringify(error)}\n\n`;
    expect(relay.push(Buffer.from(bytes)).toString()).toContain("grüße");
    expect(() => relay.throwFailure()).toThrow("overloaded");
  });

  it("case 86: does not say it is done when the upstream stopped short", () => {
    const relay = translation();
    relay.push(Buffer.from(`data: ${JSON.stringify(EVENTS[1])}\n\n`));
    expect(relay.end().toString()).not.toContain("[DONE]");
    expect(() => relay.throwFailure()).toThrow("before it was complete");
  });

  it("ends in an error where the upstream's bytes are no text, but not at a replacement character of its own", () => {
    const event = (content: Buffer | string) =>
      Buffer.concat([
        Buffer.from('data: {"choices":[{"index":0,"delta":{"content":"'),
        Buffer.from(content),
        Buffer.from('"}}]}\n\n'),
      ]);
    const relay = translation();

    expect(relay.push(event("\ufffd")).toString()).toContain("\ufffd");
    relay.throwFailure();
    relay.push(event(Buffer.from([0xc3, 0x28])));
    expect(() => relay.throwFailure()).toThrow("not UTF-8");
  });

  it("case 89: survives random bytes with an error of its own", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const relay = translation();
        relay.push(Buffer.from(bytes));
        relay.end();
        expect(() => relay.throwFailure()).toThrow(/complete|error|UTF-8/);
      }),
    );
  });
});

const COMPLETION = {
  ...{ id: "chatcmpl-1", object: "chat.completion", created: 1, model: "m" },
  choices: [
    {
      index: 0,
      message: {
        role: "assistant",
        content: null,
        tool_calls: [{ id: "call_1", type: "function", function: { name: "f", arguments: "{}" } }],
      },
      finish_reason: "tool_calls",
    },
  ],
  usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 },
};

function dataOf(stream: Buffer): unknown[] {
  const lines = stream.toString().split("\n\n").filter(Boolean);
  expect(lines.pop()).toBe("data: [DONE]");
  return lines.map((line) => JSON.parse(line.slice("data: ".length)));
}

describe("an answer in the other form than asked for", () => {
  it("case 91: a whole answer becomes a stream that spells it out", () => {
    const chunks = dataOf(translation().wholeAsStream(Buffer.from(JSON.stringify(COMPLETION))));
    expect(chunks).toMatchObject([
      {
        object: "chat.completion.chunk",
        choices: [
          {
            delta: { role: "assistant", tool_calls: [{ index: 0, id: "call_1" }] },
            finish_reason: null,
          },
        ],
      },
      { choices: [{ delta: {}, finish_reason: "tool_calls" }] },
    ]);
    expect(JSON.stringify(chunks)).not.toContain("usage");
  });

  it("case 81: tells the usage in a last chunk of its own when the client asked", () => {
    const chunks = dataOf(translation(true).wholeAsStream(Buffer.from(JSON.stringify(COMPLETION))));
    expect(chunks).toHaveLength(3);
    expect(chunks.slice(0, 2)).toMatchObject([{ usage: null }, { usage: null }]);
    expect(chunks[2]).toMatchObject({ choices: [], usage: COMPLETION.usage });
  });

  it("a stream becomes the whole answer it spells out", () => {
    const whole = JSON.parse(translation().streamAsWhole(Buffer.from(STREAM)).toString());
    expect(whole).toMatchObject({
      object: "chat.completion",
      choices: [{ message: { content: "grüße 👋" }, finish_reason: "stop" }],
    });
  });

  it("case 68: is an error when it is no chat completion at all", () => {
    for (const body of ["<html>", '{"choices":', "[]", '{"object":"list"}']) {
      expect(() => translation().whole(Buffer.from(body))).toThrow(
        'The provider "fake" sent an answer',
      );
    }
  });
});
