import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SseParser } from "../../../lib/protocol/sse";

function parse(chunks: readonly Buffer[]) {
  const parser = new SseParser();
  return [...chunks.flatMap((chunk) => parser.push(chunk)), ...parser.end()];
}

const parseText = (text: string) => parse([Buffer.from(text)]);
const dataOf = (text: string) => parseText(text).map((event) => event.data);

/** Events without offsets: after CRLF these depend on where the bytes were cut. */
const namesAndData = (chunks: readonly Buffer[]) =>
  parse(chunks).map(({ event, data }) => ({ event, data }));

function split(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const edges = cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b);
  return [0, ...edges].map((edge, index) => bytes.subarray(edge, edges[index]));
}

/** Every way to cut these bytes in two, and each byte alone. */
function* everySplit(bytes: Buffer): Generator<Buffer[]> {
  for (let cut = 0; cut <= bytes.length; cut++) yield split(bytes, [cut]);
  yield [...bytes].map((byte) => Buffer.of(byte));
}

const PIECES = ["data: ", "data", "event: e", "é", "🙂", "\n", "\r\n", "\r", ":", " ", "x", "\n\n"];

const FORMS: readonly (readonly [form: string, text: string])[] = [
  ["LF", "data: a\n\ndata: b\n\n"],
  ["CRLF", "data: a\r\n\r\ndata: b\r\n\r\n"],
  ["CR", "data: a\r\rdata: b\r\r"],
  ["all three line ends", "data: a\r\n\ndata: b\n\r"],
  ["no space after the colon", "data:a\n\ndata:b\n\n"],
  ["comments", ": ping\ndata: a\n: pong\n\n:x\n\ndata: b\n\n"],
  ["id and retry", "id: 1\nretry: 5\ndata: a\n\nid\n\ndata: b\n\n"],
  ["fields that only begin like ours", "database: x\neventual: y\nDATA: z\ndata: a\n\ndata: b\n\n"],
  ["a byte order mark", "\ufeffdata: a\n\ndata: b\n\n"],
  ["a byte order mark before a blank line", "\ufeff\ndata: a\n\ndata: b\n\n"],
  ["a byte order mark that is not the first", "data: a\n\n\ufeffdata: x\n\ndata: b\n\n"],
  ["more blank lines than needed", "\n\n\ndata: a\n\n\n\ndata: b\n\n\n"],
  ["no final blank line", "data: a\n\ndata: b\n"],
  ["no final line end", "data: a\n\ndata: b"],
];

describe("SseParser", () => {
  it.each(FORMS)("case 93: reads events with %s, wherever their bytes are cut", (_form, text) => {
    expect(dataOf(text)).toEqual(["a", "b"]);
    for (const chunks of everySplit(Buffer.from(text))) {
      expect(parse(chunks).map(({ data }) => data)).toEqual(["a", "b"]);
    }
  });

  it("case 93: joins several data lines of one event, empty ones too", () => {
    expect(dataOf("data: a\ndata:  b\n\n")).toEqual(["a\n b"]);
    expect(dataOf("data\ndata:\ndata: \n\n")).toEqual(["\n\n"]);
  });

  it("case 93: keeps the name of an event, the last one given", () => {
    const events = parseText("event: ping\ndata: {}\n\nevent: a\nevent: b\ndata: x\n\ndata: y\n\n");

    expect(events.map(({ event }) => event)).toEqual(["ping", "b", "message"]);
  });

  it("case 93: an event without data is none", () => {
    expect(parseText("event: ping\n\nid: 1\n\n")).toEqual([]);
  });

  it("case 93: hands on what follows [DONE], which is for the reader of the events to ignore", () => {
    expect(dataOf("data: [DONE]\n\ndata: x\n\n")).toEqual(["[DONE]", "x"]);
  });

  it("case 93: reads an event of 1 MB, in one piece and in many", () => {
    const data = `é${"x".repeat(1024 * 1024)}🙂`;
    const bytes = Buffer.from(`data: ${data}\n\n`);
    const cuts = Array.from({ length: 10_000 }, (_, index) => index * 105);

    expect(parse([bytes])).toEqual([{ event: "message", data, endOffset: bytes.length }]);
    expect(parse(split(bytes, cuts))).toEqual(parse([bytes]));
  });

  it("case 73: keeps characters whole wherever their bytes are cut", () => {
    const data = "é 漢 🙂 \u{10ffff} \u0000 end";

    for (const chunks of everySplit(Buffer.from(`event: ü🙂\ndata: ${data}\n\n`))) {
      expect(namesAndData(chunks)).toEqual([{ event: "ü🙂", data }]);
    }
  });

  it("case 73: replaces bytes that are no UTF-8 and reads on", () => {
    const bytes = Buffer.concat([
      Buffer.from("data: a"),
      Buffer.of(0xff, 0xf0, 0x9f),
      Buffer.from("b\n\ndata: c\n\n"),
    ]);

    for (const chunks of everySplit(bytes)) {
      expect(parse(chunks).map(({ data }) => data)).toEqual(["a\ufffd\ufffdb", "c"]);
    }
  });

  it("case 73, 93: sees the same events however the bytes are cut", () => {
    const text = fc.array(fc.constantFrom(...PIECES)).map((pieces) => pieces.join(""));
    fc.assert(
      fc.property(text, fc.array(fc.nat()), (stream, cuts) => {
        const bytes = Buffer.from(stream);

        expect(namesAndData(split(bytes, cuts))).toEqual(namesAndData([bytes]));
      }),
      { numRuns: 1_000 },
    );
  });

  it("case 73, 93: sees the same events in random bytes however they are cut", () => {
    const noise = fc.array(fc.oneof(fc.uint8Array(), fc.constantFrom(...PIECES)));
    fc.assert(
      fc.property(noise, fc.array(fc.nat()), (parts, cuts) => {
        const bytes = Buffer.concat(parts.map((part) => Buffer.from(part as string)));

        expect(namesAndData(split(bytes, cuts))).toEqual(namesAndData([bytes]));
      }),
      { numRuns: 1_000 },
    );
  });

  it("case 93: sees what the standard says in every stream of the pieces it is made of", () => {
    const text = fc.array(fc.constantFrom(...PIECES)).map((pieces) => pieces.join(""));
    fc.assert(
      fc.property(text, (stream) => {
        expect(namesAndData([Buffer.from(stream)])).toEqual(eventsByTheBook(stream));
      }),
      { numRuns: 1_000 },
    );
  });

  it("says how many bytes an event took", () => {
    const [first, second] = parse([Buffer.from("data: é\n\nda"), Buffer.from("ta: b\n\n")]);

    expect([first?.endOffset, second?.endOffset]).toEqual([10, 19]);
  });

  it("refuses a line longer than its cap instead of growing, however it is cut", () => {
    for (const chunks of everySplit(Buffer.from("data: 0123456789"))) {
      const parser = new SseParser(10);

      expect(() => chunks.map((chunk) => parser.push(chunk))).toThrow(RangeError);
    }
  });

  it("refuses an event of many lines that together are longer than its cap", () => {
    const parser = new SseParser(100);
    const line = Buffer.from("data: x\n");

    expect(() => Array.from({ length: 100 }, () => parser.push(line))).toThrow(RangeError);
  });

  it("takes any number of events that are each within its cap", () => {
    const parser = new SseParser(20);
    const events = Array.from({ length: 100 }, () => parser.push(Buffer.from("data: x\n\n")));

    expect(events.flat()).toHaveLength(100);
  });

  it.each([
    ["lines of one byte", (bytes: number) => "x\n".repeat(bytes / 2)],
    ["data lines without data", (bytes: number) => "data\n".repeat(bytes / 5)],
    ["one line", (bytes: number) => `data: ${"x".repeat(bytes)}`],
    ["short events", (bytes: number) => 'data: {"a":1}\n\n'.repeat(bytes / 15)],
  ])("takes time in proportion to the bytes: %s", (_form, make) => {
    for (const [size, chunkBytes] of [
      [1_000_000, 1_000],
      [100_000, Number.POSITIVE_INFINITY],
    ] as const) {
      const small = cpuMsToParse(make(size), chunkBytes);
      const large = cpuMsToParse(make(10 * size), chunkBytes);

      // Ten times the bytes; what grows with their square takes a hundred times as long.
      expect(large).toBeLessThan(35 * Math.max(small, 2));
    }
  });
});

/** The best of three, in CPU time, so that a busy machine does not count. */
function cpuMsToParse(text: string, maxChunkBytes: number): number {
  const bytes = Buffer.from(text);
  const chunkBytes = Math.min(maxChunkBytes, bytes.length);
  const chunks = Array.from({ length: Math.ceil(bytes.length / chunkBytes) }, (_, index) =>
    bytes.subarray(index * chunkBytes, (index + 1) * chunkBytes),
  );
  const runs = [1, 2, 3].map(() => {
    const before = process.cpuUsage();
    parse(chunks);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  });
  return Math.min(...runs);
}

/** The standard's own words, on a whole stream, and with the end of the stream as a blank line. */
function eventsByTheBook(stream: string): { event: string; data: string }[] {
  const events: { event: string; data: string }[] = [];
  let data: string[] = [];
  let event = "";
  for (const line of [...stream.split(/\r\n|\n|\r/), ""]) {
    const [, name, value] = /^([^:]*)(?:: ?(.*))?$/su.exec(line) ?? [];
    if (line === "") {
      if (data.length > 0) events.push({ event: event || "message", data: data.join("\n") });
      data = [];
      event = "";
    } else if (name === "data") data.push(value ?? "");
    else if (name === "event") event = value ?? "";
  }
  return events;
}
