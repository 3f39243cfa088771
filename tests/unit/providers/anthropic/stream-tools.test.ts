import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../../lib/protocol/json";
import { anAnswerCall } from "../../../fixtures/anthropic/answer-call";
import {
  blockDelta,
  blockStart,
  blockStop,
  ending,
  readStream,
  start,
  text,
  tool,
  toolInput,
  toolStart,
} from "../../../fixtures/anthropic/stream-events";
import { foldChunks } from "../../../fixtures/anthropic/stream-fold";

const read = (events: readonly JsonObject[], json: JsonObject = {}) => {
  const { chunks, thrown } = readStream(events, anAnswerCall({ stream: true, ...json }));
  expect(thrown).toBeNull();
  const choices = chunks.flatMap((chunk) => chunk.choices as JsonObject[]);
  return { chunks, deltas: choices.map(({ delta }) => delta) };
};

describe("the tool calls of a streamed answer of Anthropic", () => {
  it("case 74, 75: calls are numbered on their own and their arguments come in fragments", () => {
    const { deltas } = read([
      start(),
      ...text(0, "Let me see."),
      ...tool(1, "toolu_1", "get_weather", "", '{"city"', ':"Paris"}'),
      ...text(2, "And the time."),
      ...tool(3, "toolu_2", "get_time", '{"tz":"CET"}'),
      ...ending("tool_use"),
    ]);

    const call = (index: number, id: string, name: string) => ({
      tool_calls: [{ index, id, type: "function", function: { name, arguments: "" } }],
    });
    const input = (index: number, json: string) => ({
      tool_calls: [{ index, function: { arguments: json } }],
    });
    expect(deltas).toEqual([
      { role: "assistant" },
      { content: "Let me see." },
      call(0, "toolu_1", "get_weather"),
      input(0, '{"city"'),
      input(0, ':"Paris"}'),
      { content: "And the time." },
      call(1, "toolu_2", "get_time"),
      input(1, '{"tz":"CET"}'),
      {},
    ]);
  });

  it("case 74: fragments of interleaved blocks find their own call", () => {
    const { chunks } = read([
      start(),
      toolStart(4, "toolu_1", "a"),
      toolStart(9, "toolu_2", "b"),
      toolInput(9, '{"b":'),
      toolInput(4, '{"a":'),
      blockDelta(7, { type: "text_delta", text: "Hm." }),
      toolInput(9, "2}"),
      toolInput(4, "1}"),
      blockStop(4),
      blockStop(9),
      ...ending("tool_use"),
    ]);

    expect(foldChunks(chunks)).toMatchObject({
      finish_reason: "tool_calls",
      message: {
        content: "Hm.",
        tool_calls: [
          { id: "toolu_1", function: { name: "a", arguments: '{"a":1}' } },
          { id: "toolu_2", function: { name: "b", arguments: '{"b":2}' } },
        ],
      },
    });
  });

  it.each([
    ["at the end of its block", [...tool(0, "toolu_1", "now", "")]],
    ["at the end of an answer that leaves its block open", [toolStart(0, "toolu_1", "now")]],
    ["where input is missing", [toolStart(0, "toolu_1", "now", undefined), blockStop(0)]],
  ])("case 75: a call without arguments gets {} %s", (_when, events) => {
    const { chunks } = read([start(), ...events, ...ending("tool_use")]);

    expect(foldChunks(chunks)).toMatchObject({
      message: { tool_calls: [{ function: { arguments: "{}" } }] },
    });
  });

  it("case 75: a fragment that comes after the end of its block is not told", () => {
    const { chunks } = read([
      start(),
      ...tool(0, "toolu_1", "now", "{}"),
      toolInput(0, "{}"),
      ...ending("tool_use"),
    ]);

    expect(foldChunks(chunks)).toMatchObject({
      message: { tool_calls: [{ function: { arguments: "{}" } }] },
    });
  });

  it("case 75: a call without an id gets one", () => {
    const { chunks } = read([
      start(),
      blockStart(0, { type: "tool_use", name: "now", input: {} }),
      blockStop(0),
      ...ending("tool_use"),
    ]);

    expect(foldChunks(chunks)).toMatchObject({
      message: { tool_calls: [{ id: "call_0192a000-0000-7000-8000-000000000001_0" }] },
    });
  });

  it.each([
    ["alone", []],
    ["and is repeated in fragments", [toolInput(0, '{"city":'), toolInput(0, '"Paris"}')]],
  ])("case 76: input that comes with the start is told once: %s", (_title, deltas) => {
    const { chunks } = read([
      start(),
      toolStart(0, "toolu_1", "get_weather", { city: "Paris" }),
      ...deltas,
      blockStop(0),
      ...ending("tool_use"),
    ]);

    expect(foldChunks(chunks)).toMatchObject({
      message: { tool_calls: [{ function: { arguments: '{"city":"Paris"}' } }] },
    });
  });

  it("case 74: a call made with the deprecated functions streams as function_call", () => {
    const { chunks } = read(
      [
        start(),
        ...tool(0, "toolu_1", "get_weather", '{"city":', '"Paris"}'),
        ...tool(1, "toolu_2", "get_time"),
        ...ending("tool_use"),
      ],
      { functions: [{ name: "get_weather" }] },
    );

    expect(foldChunks(chunks)).toEqual({
      finish_reason: "function_call",
      message: {
        role: "assistant",
        content: null,
        refusal: null,
        function_call: { name: "get_weather", arguments: '{"city":"Paris"}' },
      },
    });
  });

  it("case 95: a tool call cut by the token limit ends as length", () => {
    const { chunks } = read([
      start(),
      ...tool(0, "toolu_1", "get_weather", '{"ci'),
      ...ending("max_tokens"),
    ]);

    expect(foldChunks(chunks)).toMatchObject({
      finish_reason: "length",
      message: { tool_calls: [{ function: { arguments: '{"ci' } }] },
    });
  });
});
