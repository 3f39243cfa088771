import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ChatAssembler } from "../../../../lib/protocol/assemble-chat";
import { SseParser } from "../../../../lib/protocol/sse";
import { StreamRepair } from "../../../../lib/providers/openai/stream-repair";
import {
  bytesOf,
  OLLAMA_ALL_ZERO,
  OLLAMA_WITHOUT_INDEX,
  OPENAI_TOOLS,
  PLAIN_TEXT,
  TWO_CHOICES,
  VLLM_NAMED_TOOL,
  VLLM_PIECES,
} from "../../../fixtures/openai/streams";

/** The stream in pieces of whole lines, cut after these many lines each. */
function inPieces(bytes: Buffer, sizes: readonly number[]): Buffer[] {
  const lines = bytes.toString("latin1").split(/(?<=\n|\r(?!\n))/);
  const pieces: Buffer[] = [];
  for (let turn = 0; lines.length > 0; turn++) {
    const taken = lines.splice(0, sizes[turn % sizes.length]);
    pieces.push(Buffer.from(taken.join(""), "latin1"));
  }
  return pieces;
}

function repair(bytes: Buffer, sizes: readonly number[] = [2], choiceCount = 1): string {
  const repairer = new StreamRepair(choiceCount);
  const sent = inPieces(bytes, sizes).map((piece) => repairer.push(piece));
  return Buffer.concat([...sent, repairer.end()]).toString();
}

function toolCallsOf(stream: string): unknown {
  const assembler = new ChatAssembler();
  const parser = new SseParser();
  const events = [...parser.push(Buffer.from(stream)), ...parser.end()];
  for (const event of events) assembler.take(event.data);
  return JSON.parse(JSON.stringify(assembler.finish().completion)).choices[0].message.tool_calls;
}

function indexesOf(stream: string): unknown[] {
  const lines = stream.split(/\r\n|\r|\n/).filter((line) => line.startsWith("data: {"));
  return lines
    .flatMap((line) => JSON.parse(line.slice(6)).choices)
    .flatMap((choice) => choice.delta.tool_calls ?? [])
    .map((entry) => entry.index);
}

const f = { name: "f", arguments: '{"x":1}' };

describe("StreamRepair, tool calls", () => {
  it("passes a right stream as the same buffers", () => {
    const repairer = new StreamRepair();
    const pieces = inPieces(bytesOf(OPENAI_TOOLS), [1, 3]);

    for (const piece of pieces) expect(repairer.push(piece)).toBe(piece);

    expect(repairer.end()).toHaveLength(0);
  });

  it("case 3.9: gives whole calls of Ollama the index they lack", () => {
    const repaired = repair(bytesOf(OLLAMA_WITHOUT_INDEX));

    expect(indexesOf(repaired)).toEqual([0, 1]);
    expect(toolCallsOf(repaired)).toEqual([
      { id: "call_a", type: "function", function: f },
      { id: "call_b", type: "function", function: { name: "g", arguments: "{}" } },
    ]);
  });

  it("case 3.9: tells apart calls that Ollama all numbers 0", () => {
    const repaired = repair(bytesOf(OLLAMA_ALL_ZERO));

    expect(indexesOf(repaired)).toEqual([0, 1, 2]);
  });

  it("case 3.9: gives the pieces of vLLM's calls the index of their call", () => {
    const repaired = repair(bytesOf(VLLM_PIECES));

    expect(indexesOf(repaired)).toEqual([0, 0, 0, 1]);
    expect(toolCallsOf(repaired)).toMatchObject([{ function: f }, { function: { name: "g" } }]);
  });

  it("leaves pieces of one call together, though each has another id", () => {
    const bytes = bytesOf(VLLM_NAMED_TOOL);

    expect(repair(bytes)).toBe(bytes.toString());
  });

  it("opens a call at each name where there are neither ids nor indexes", () => {
    const lines = ["f", "g"].map(
      (name) =>
        `data: {"choices":[{"index":0,"delta":{"tool_calls":[{"function":{"name":"${name}","arguments":"{}"}}]}}]}`,
    );

    expect(indexesOf(repair(bytesOf(lines)))).toEqual([0, 1]);
  });

  it("counts the calls of each choice for themselves", () => {
    const lines = [0, 1].map(
      (choice) =>
        `data: {"choices":[{"index":${choice},"delta":{"tool_calls":[{"id":"c${choice}","function":{"name":"f","arguments":"{}"}}]}}]}`,
    );

    expect(indexesOf(repair(bytesOf(lines)))).toEqual([0, 0]);
  });

  it("changes no other line and keeps the line ends", () => {
    const lines = [": ping", "event: x", ...OLLAMA_WITHOUT_INDEX.slice(0, 2), "data:[DONE]", ""];

    const repaired = repair(bytesOf(lines, "\r\n")).split("\r\n");

    expect(repaired).toHaveLength(lines.length + 1);
    expect(repaired.map((line, at) => line === lines[at])).toEqual([
      true,
      true,
      false,
      true,
      true,
      true,
      false,
    ]);
    expect(repaired.at(-1)).toBe("");
  });

  it("leaves alone what it cannot place", () => {
    const wild = [
      'data: {"choices":[{"delta":{"tool_calls":[{"index":99,"id":"a"}]}}]}',
      'data: {"choices":[{"delta":{"tool_calls":"none"}},null,7]}',
      'data: {"choices":[{"delta":{"tool_calls":[null,1,"x"]}}]}',
      'data: {"choices":{"tool_calls":1}}',
      'data: {"tool_calls":[',
      'x"tool_calls"',
    ];

    expect(repair(bytesOf(wild))).toBe(bytesOf(wild).toString());
  });

  it("holds a bounded number of calls", () => {
    const lines = Array.from(
      { length: 2_000 },
      (_, at) => `data: {"choices":[{"delta":{"tool_calls":[{"id":"c${at}"}]}}]}`,
    );

    const indexes = indexesOf(repair(bytesOf(lines)));

    expect(indexes[511]).toBe(511);
    expect(indexes.slice(512).every((index) => index === undefined)).toBe(true);
  });
});

describe("StreamRepair, the end", () => {
  it("case 82: adds the [DONE] that is missing after a finish", () => {
    const bytes = bytesOf(PLAIN_TEXT);

    expect(repair(bytes)).toBe(`${bytes.toString()}data: [DONE]\n\n`);
  });

  it.each([
    ["a usage chunk", 'data: {"choices":[],"usage":{"prompt_tokens":1}}\n\n'],
    ["a comment", ": bye\n\n"],
  ])("case 82: adds it also after %s", (_name, last) => {
    const stream = bytesOf(PLAIN_TEXT).toString() + last;

    expect(repair(Buffer.from(stream))).toBe(`${stream}data: [DONE]\n\n`);
  });

  it.each([["\n"], ["\r\n"], ["\r"]])(
    "case 82: adds none where there is one, lines ending in %j",
    (eol) => {
      const bytes = bytesOf([...PLAIN_TEXT, "data:[DONE]", ""], eol);

      expect(repair(bytes)).toBe(bytes.toString());
    },
  );

  it("closes an event whose blank line is missing first", () => {
    const text = bytesOf(PLAIN_TEXT.slice(0, -1)).toString();

    for (const cut of [text, text.trimEnd()]) {
      const repaired = repair(Buffer.from(cut));
      const events = new SseParser().push(Buffer.from(repaired));
      expect(events.at(-1)?.data).toBe("[DONE]");
      expect(JSON.parse(events.at(-2)?.data ?? "").choices[0].finish_reason).toBe("stop");
    }
  });

  it("case 86: adds nothing to a stream that did not finish", () => {
    const cut = bytesOf(PLAIN_TEXT.slice(0, 4));

    expect(repair(cut)).toBe(cut.toString());
    expect(repair(Buffer.alloc(0))).toBe("");
  });

  it("case 85: adds nothing after an error", () => {
    const stream = `${bytesOf(PLAIN_TEXT)}data: {"error":{"message":"overloaded"}}\n\n`;

    expect(repair(Buffer.from(stream))).toBe(stream);
  });

  it("waits for every choice that was asked for", () => {
    const all = bytesOf(TWO_CHOICES);
    const one = bytesOf(TWO_CHOICES.slice(0, -2));

    expect(repair(all, [2], 2)).toBe(`${all}data: [DONE]\n\n`);
    expect(repair(one, [2], 2)).toBe(one.toString());
  });

  it("sees a finish that is written with spaces", () => {
    const stream = 'data: {"choices": [{"index": 0, "delta": {}, "finish_reason" : "stop"}]}\n\n';

    expect(repair(Buffer.from(stream))).toBe(`${stream}data: [DONE]\n\n`);
  });
});

describe("StreamRepair, any input", () => {
  const streams = [OPENAI_TOOLS, OLLAMA_WITHOUT_INDEX, OLLAMA_ALL_ZERO, VLLM_PIECES, PLAIN_TEXT];

  it("says the same however the lines come", () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });
    const lineEnd = fc.constantFrom("\n", "\r\n", "\r");
    fc.assert(
      fc.property(fc.constantFrom(...streams), lineEnd, sizes, (lines, eol, cuts) => {
        const bytes = bytesOf(lines, eol);
        expect(repair(bytes, cuts)).toBe(repair(bytes, [lines.length]));
      }),
    );
  });

  it("takes any bytes without an exception", () => {
    const noise = fc.array(
      fc.oneof(
        fc.uint8Array().map((bytes) => Buffer.from(bytes)),
        fc.jsonValue().map((value) => Buffer.from(`data: ${JSON.stringify(value)}\n\n`)),
        fc
          .jsonValue()
          .map((delta) => ({ choices: [{ delta: { tool_calls: [delta] }, finish_reason: "x" }] }))
          .map((chunk) => Buffer.from(`data: ${JSON.stringify(chunk)}\n\n`)),
      ),
    );
    fc.assert(
      fc.property(noise, (pieces) => {
        const repairer = new StreamRepair();
        for (const piece of pieces) expect(repairer.push(piece)).toBeInstanceOf(Buffer);
        expect(["", "data: [DONE]\n\n"]).toContain(repairer.end().toString().trimStart());
      }),
    );
  });

  it("survives a chunk nested without end", () => {
    const nested = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    const line = `data: {"x":${nested},"choices":[{"delta":{"tool_calls":[{"id":"a"}]}}]}\n`;

    expect(repair(Buffer.from(line))).toBe(line);
  });
});
