import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CLIENT_APIS } from "../../../lib/gateway/client-api";
import { UntouchedStream } from "../../../lib/gateway/untouched-stream";
import { StreamRepair } from "../../../lib/providers/openai/stream-repair";

const CHAT = 'data: {"choices":[{"delta":{"content":"hé"}}]}\n\ndata: [DONE]\n\n';
const MESSAGES =
  'event: content_block_delta\ndata: {"type":"content_block_delta"}\n\nevent: message_stop\ndata: {"type":"message_stop"}\n\n';
const LONG_END = `event: response.completed\ndata: {"type":"response.completed","response":{"output":"${"x".repeat(50_000)}"}}\n\n`;

function relay(
  path: string,
  text: string,
  cuts: number[] = [],
  choiceCount = 1,
): { out: string; stream: UntouchedStream } {
  const endOfStream = CLIENT_APIS[path]?.endOfStream ?? null;
  const repair = path === "/chat/completions" ? new StreamRepair(choiceCount) : null;
  const stream = new UntouchedStream({ provider: "fake", endOfStream, repair });
  const bytes = Buffer.from(text);
  const edges = [0, ...cuts.map((cut) => cut % bytes.length).sort((a, b) => a - b), bytes.length];
  const parts = edges
    .slice(1)
    .map((edge, index) => stream.push(bytes.subarray(edges[index], edge)));
  return { out: Buffer.concat([...parts, stream.end()]).toString(), stream };
}

describe("a stream that passes untouched", () => {
  it("comes out byte by byte as it came in, however it was cut", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 12 }), (cuts) => {
        const { out, stream } = relay("/chat/completions", CHAT, cuts);
        expect(out).toBe(CHAT);
        stream.throwFailure();
      }),
    );
  });

  it.each([
    ["/messages", MESSAGES],
    ["/responses", LONG_END],
    ["/chat/completions", 'data: {"choices":[{"delta":{},"finish_reason":"stop"}]}\n\n'],
  ])("is whole when %s says so in its own way", (path, text) => {
    expect(() => relay(path, text).stream.throwFailure()).not.toThrow();
    expect(() => relay(path, text, [7, 1_000, 30_000]).stream.throwFailure()).not.toThrow();
  });

  it.each([
    ["/messages", MESSAGES.slice(0, MESSAGES.indexOf("event: message_stop"))],
    [
      "/responses",
      'data: {"type":"response.output_text.delta","delta":"\\"response.completed\\""}\n\n',
    ],
    ["/chat/completions", 'data: {"choices":[{"delta":{"content":"hel"}}]}\n\n'],
    ["/chat/completions", 'data: {"choices":[{"delta":{"content":"print [DONE]"}}]}\n\n'],
    ["/chat/completions", ""],
  ])("case 86: is reported as cut when %s stops short of its end", (path, text) => {
    expect(() => relay(path, text).stream.throwFailure()).toThrow("before it was complete");
  });

  it("is reported as cut when one of several choices has not finished", () => {
    const first = 'data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\n';
    const second = 'data: {"choices":[{"index":1,"delta":{"content":"hal"}}]}\n\n';
    const { stream } = relay("/chat/completions", first + second, [], 2);
    expect(() => stream.throwFailure()).toThrow("before it was complete");
  });

  it("is whole when it ended in an error, wherever in its event that stands", () => {
    const text = 'data: {"id":"c1","error":{"message":"overloaded"}}\n\n';
    expect(() => relay("/chat/completions", text).stream.throwFailure()).not.toThrow();
    const none = 'data: {"error":null,"choices":[{"delta":{"content":"hal"}}]}\n\n';
    expect(() => relay("/chat/completions", none).stream.throwFailure()).toThrow();
  });

  it("ends a last line that lacks its end", () => {
    const line = 'data: {"choices":[{"delta":{"content":"hel"}}]}';
    expect(relay("/chat/completions", line).out).toBe(`${line}\n\n`);
    expect(relay("/chat/completions", CHAT.trimEnd()).out).toBe(CHAT);
  });

  it("does not pass on half a line, which would be joined with what follows it", () => {
    const finish = 'data: {"choices":[{"delta":{},"finish_reason":"stop"}]}\n\n';
    expect(relay("/chat/completions", `${finish}data: {"id":"c`).out).toBe(
      `${finish}data: [DONE]\n\n`,
    );

    const { out, stream } = relay("/messages", MESSAGES.slice(0, -4));
    expect(() => stream.throwFailure()).toThrow("before it was complete");
    expect(out.endsWith("event: message_stop\n")).toBe(true);
  });
});
