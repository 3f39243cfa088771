import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SseParser } from "../../../lib/protocol/sse";

function parse(chunks: readonly Buffer[]) {
  const parser = new SseParser();
  return [...chunks.flatMap((chunk) => parser.push(chunk)), ...parser.end()];
}

function split(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const edges = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort(
    (a, b) => a - b,
  );
  return edges.slice(1).map((edge, index) => bytes.subarray(edges[index], edge));
}

const dataOf = (text: string) => parse([Buffer.from(text)]).map((event) => event.data);

describe("SseParser", () => {
  it.each([
    ["LF", "data: a\n\ndata: b\n\n"],
    ["CRLF", "data: a\r\n\r\ndata: b\r\n\r\n"],
    ["CR", "data: a\r\rdata: b\r\r"],
    ["no space after the colon", "data:a\n\ndata:b\n\n"],
    ["comments and other fields", ": ping\nid: 1\nretry: 5\ndata: a\n\n:x\n\ndata: b\n\n"],
    ["a byte order mark", "\ufeffdata: a\n\ndata: b\n\n"],
    ["no final blank line", "data: a\n\ndata: b"],
  ])("reads events with %s", (_form, text) => {
    expect(dataOf(text)).toEqual(["a", "b"]);
  });

  it("joins several data lines of one event", () => {
    expect(dataOf("data: a\ndata: b\n\n")).toEqual(["a\nb"]);
  });

  it("keeps the name of an event", () => {
    const events = parse([Buffer.from("event: ping\ndata: {}\n\ndata: x\n\n")]);

    expect(events.map(({ event }) => event)).toEqual(["ping", "message"]);
  });

  it("sees the same events however the bytes are cut", () => {
    const text = fc
      .array(fc.constantFrom("data: ", "é", "🙂", "\n", "\r\n", "\r", ":", "x", "event: e", "\n\n"))
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(text, fc.array(fc.nat()), (stream, cuts) => {
        const bytes = Buffer.from(stream);

        const whole = parse([bytes]).map(({ event, data }) => ({ event, data }));
        const cut = parse(split(bytes, cuts)).map(({ event, data }) => ({ event, data }));

        expect(cut).toEqual(whole);
      }),
    );
  });

  it("says how many bytes an event took", () => {
    const [first, second] = parse([Buffer.from("data: a\n\nda"), Buffer.from("ta: b\n\n")]);

    expect([first?.endOffset, second?.endOffset]).toEqual([9, 18]);
  });

  it("refuses a line longer than its cap instead of growing", () => {
    const parser = new SseParser(10);

    expect(() => parser.push(Buffer.from("data: 0123456789"))).toThrow(RangeError);
  });
});
