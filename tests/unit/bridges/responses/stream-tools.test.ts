import { describe, expect, it } from "vitest";
import { responsesBridge } from "../../../../lib/bridges/responses/responses-bridge";
import {
  type Chunk,
  delta,
  finish,
  someUsage,
  toolStream,
} from "../../../fixtures/responses/chunks";
import { problemsOf } from "./event-sequence";
import { call, eventsOf, finalOf, question } from "./read-events";

type Item = Record<string, unknown>;

function outputOf(chunks: Chunk[]): Item[] {
  return finalOf(eventsOf(chunks)).output as Item[];
}

describe("function calls in the event stream of a bridged response", () => {
  it("keeps interleaved tool calls apart and their call ids", () => {
    const events = eventsOf(toolStream);

    expect(finalOf(events).output).toMatchObject([
      { type: "message", status: "completed", content: [{ text: "Looking." }] },
      {
        type: "function_call",
        id: "fc_0199_1",
        call_id: "call_a",
        name: "get_weather",
        arguments: '{"city":"Bern"}',
        status: "completed",
      },
      { type: "function_call", id: "fc_0199_2", call_id: "call_b", arguments: "{}" },
    ]);
    expect(
      events.filter(({ event }) => event === "response.function_call_arguments.done"),
    ).toMatchObject([
      { data: { name: "get_weather", arguments: '{"city":"Bern"}', output_index: 1 } },
      { data: { name: "get_time", arguments: "{}", output_index: 2 } },
    ]);
  });

  it("case 75: gives a call without arguments an empty object", () => {
    const chunks = [
      delta({ tool_calls: [{ index: 0, id: "a", function: { name: "f", arguments: "" } }] }),
      finish("tool_calls"),
    ];

    expect(problemsOf(eventsOf(chunks))).toEqual([]);
    expect(outputOf(chunks)).toMatchObject([{ name: "f", arguments: "{}" }]);
  });

  it.each([
    [
      "index is left out",
      [
        { id: "a", function: { name: "f", arguments: "{" } },
        { function: { arguments: "}" } },
        { id: "b", function: { name: "g", arguments: "[]" } },
      ],
    ],
    [
      "index is 0 for every call",
      [
        { index: 0, id: "a", function: { name: "f", arguments: "{}" } },
        { index: 0, id: "b", function: { name: "g", arguments: "[]" } },
      ],
    ],
    [
      "neither index nor id is given",
      [{ function: { name: "f", arguments: "{}" } }, { function: { name: "g", arguments: "[]" } }],
    ],
    [
      "every fragment repeats id and name",
      [
        { id: "a", function: { name: "f", arguments: "{" } },
        { id: "a", function: { name: "f", arguments: "}" } },
        { id: "b", function: { name: "g", arguments: "[]" } },
      ],
    ],
    [
      "arguments come before the name",
      [
        { index: 0, id: "a", function: { arguments: "{" } },
        { index: 0, function: { name: "f", arguments: "}" } },
        { index: 1, id: "b", function: { name: "g", arguments: "[]" } },
      ],
    ],
  ])("tells two tool calls apart where %s", (_, fragments) => {
    const chunks = fragments.map((fragment) => delta({ tool_calls: [fragment] }));
    const events = eventsOf([...chunks, finish("tool_calls")]);
    const output = finalOf(events).output as Item[];

    expect(problemsOf(events)).toEqual([]);
    expect(output.map((item) => [item.name, item.arguments])).toEqual([
      ["f", "{}"],
      ["g", "[]"],
    ]);
    expect(new Set(output.map((item) => item.call_id)).size).toBe(2);
  });

  it("goes on in the same message when a fragment of an older call comes in between", () => {
    const fragment = (text: string) =>
      delta({ tool_calls: [{ index: 0, id: "a", function: { name: "f", arguments: text } }] });
    const chunks = [
      fragment("{"),
      delta({ content: "Wait" }),
      fragment("}"),
      delta({ content: "!" }),
      finish("tool_calls"),
    ];

    expect(problemsOf(eventsOf(chunks))).toEqual([]);
    expect(outputOf(chunks)).toMatchObject([{ arguments: "{}" }, { content: [{ text: "Wait!" }] }]);
  });

  it("case 95: marks only the tool call that was cut as incomplete", () => {
    const chunks = [
      delta({ tool_calls: [{ index: 0, id: "a", function: { name: "f", arguments: "{}" } }] }),
      delta({ tool_calls: [{ index: 1, id: "b", function: { name: "g", arguments: '{"x' } }] }),
      finish("length"),
    ];

    expect(outputOf(chunks)).toMatchObject([
      { status: "completed", arguments: "{}" },
      { status: "incomplete", arguments: '{"x' },
    ]);
  });

  it("leaves the arguments of a call empty that was cut before they began", () => {
    const chunks = [
      delta({ tool_calls: [{ index: 0, id: "a", function: { name: "f", arguments: "" } }] }),
      finish("length"),
    ];

    expect(outputOf(chunks)).toMatchObject([{ status: "incomplete", arguments: "" }]);
  });

  it("says the same whole and streamed", () => {
    const streamed = finalOf(eventsOf(toolStream));
    const whole = responsesBridge.answer(question, call).whole({
      id: "chatcmpl-1",
      model: "upstream-model",
      choices: [
        {
          index: 0,
          message: {
            role: "assistant",
            content: "Looking.",
            tool_calls: [
              {
                id: "call_a",
                type: "function",
                function: { name: "get_weather", arguments: '{"city":"Bern"}' },
              },
              { id: "call_b", type: "function", function: { name: "get_time", arguments: "{}" } },
            ],
          },
          finish_reason: "tool_calls",
        },
      ],
      usage: someUsage.usage,
    });

    expect(whole).toEqual(streamed);
  });
});
