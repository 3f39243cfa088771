import { describe, expect, it } from "vitest";
import { messagesBridge } from "../../../../lib/bridges/messages/messages-bridge";
import { MessageAssembler } from "../../../../lib/protocol/assemble-message";
import type { JsonObject } from "../../../../lib/protocol/json";
import type { StreamEvent } from "../../../../lib/protocol/stream-event";
import { CALL, chunkOf } from "./chat-stream";
import { grammarErrors } from "./message-grammar";

const opens = (index: number, id: string, name = "f", args = "") =>
  chunkOf({
    tool_calls: [{ index, id, type: "function", function: { name, arguments: args } }],
  });
const grows = (index: number, args: string) =>
  chunkOf({ tool_calls: [{ index, function: { arguments: args } }] });
const says = (content: string) => chunkOf({ content });

function play(...chunks: JsonObject[]) {
  const bridged = messagesBridge.answer({}, CALL);
  const perChunk = chunks.map((chunk) => bridged.chunk(chunk));
  const events = [...perChunk.flat(), ...bridged.end()];
  const assembler = new MessageAssembler();
  for (const { data } of events) assembler.take(JSON.stringify(data));
  return { perChunk, events, content: assembler.finish().message?.content };
}

const brief = (events: StreamEvent[] = []) =>
  events.map(({ data }) => [data.type, data.index].join(" "));

describe("the blocks of a stream whose upstream mixes them", () => {
  it("case 111: calls that interleave come one after the other, complete", () => {
    const { events, perChunk, content } = play(
      opens(0, "a", "f"),
      opens(1, "b", "g"),
      grows(0, '{"x"'),
      grows(1, '{"y":'),
      grows(0, ":1}"),
      grows(1, "2}"),
    );

    expect(grammarErrors(events)).toEqual([]);
    expect(content).toMatchObject([
      { id: "a", name: "f", input: { x: 1 } },
      { id: "b", name: "g", input: { y: 2 } },
    ]);
    expect(brief(perChunk[2])).toEqual(["content_block_delta 0"]);
    expect(brief(perChunk[3])).toEqual([]);
    expect(brief(perChunk[4])).toEqual([
      "content_block_delta 0",
      "content_block_stop 0",
      "content_block_start 1",
      "content_block_delta 1",
    ]);
    expect(brief(perChunk[5])).toEqual(["content_block_delta 1"]);
  });

  it("case 111: a later call streams at once where the one before it is complete", () => {
    const { perChunk } = play(opens(0, "a", "f", '{"s":"}{"}'), opens(1, "b"), grows(1, '{"y":'));

    expect(brief(perChunk[1])).toEqual(["content_block_stop 0", "content_block_start 1"]);
    expect(brief(perChunk[2])).toEqual(["content_block_delta 1"]);
  });

  it("case 111: text between the pieces of a call waits for the call", () => {
    const { events, content } = play(
      says("One"),
      opens(0, "a"),
      grows(0, '{"q":"\\"}'),
      says("\n"),
      says("Two"),
      grows(0, '"}'),
      says(" three"),
    );

    expect(grammarErrors(events)).toEqual([]);
    expect(content).toMatchObject([
      { type: "text", text: "One" },
      { type: "tool_use", input: { q: '"}' } },
      { type: "text", text: "\nTwo three" },
    ]);
  });

  it("case 74, 75 mirrored: a call without arguments ends when the answer ends", () => {
    const { events, content } = play(opens(0, "a"), opens(1, "b"), grows(1, "{}"));

    expect(grammarErrors(events)).toEqual([]);
    expect(content).toMatchObject([
      { id: "a", input: {} },
      { id: "b", input: {} },
    ]);
  });

  it("opens a call when its name is there", () => {
    const { perChunk, content } = play(
      chunkOf({ tool_calls: [{ index: 0, id: "a", function: { arguments: "" } }] }),
      chunkOf({ tool_calls: [{ index: 0, function: { name: "late" } }] }),
      grows(0, "{}"),
    );

    expect(brief(perChunk[0])).toEqual(["message_start "]);
    expect(brief(perChunk[1])).toEqual(["content_block_start 0"]);
    expect(content).toMatchObject([{ id: "a", name: "late" }]);
  });

  it("understands calls without an index: a new id opens one, no id continues the last", () => {
    const call = (fields: JsonObject) => chunkOf({ tool_calls: [fields] });
    const { content } = play(
      call({ id: "a", function: { name: "f", arguments: '{"x"' } }),
      call({ function: { arguments: ":1" } }),
      call({ id: "a", function: { arguments: "}" } }),
      call({ id: "b", function: { name: "g", arguments: "{}" } }),
    );

    expect(content).toMatchObject([
      { id: "a", name: "f", input: { x: 1 } },
      { id: "b", name: "g", input: {} },
    ]);
  });

  it("understands calls that all have the index 0", () => {
    const { events, content } = play(opens(0, "a", "f", '{"x":1}'), opens(0, "b", "g", '{"y":2}'));

    expect(grammarErrors(events)).toEqual([]);
    expect(content).toMatchObject([
      { id: "a", input: { x: 1 } },
      { id: "b", input: { y: 2 } },
    ]);
  });

  it("understands a call whose every delta has another id", () => {
    const { content } = play(
      opens(0, "a", "f", '{"x"'),
      chunkOf({ tool_calls: [{ index: 0, id: "other", function: { arguments: ":1}" } }] }),
    );

    expect(content).toEqual([expect.objectContaining({ id: "a", input: { x: 1 } })]);
  });

  it("leaves out what trails behind the last brace of a call", () => {
    const { content } = play(opens(0, "a", "f", "{}"), grows(0, "\n"), grows(0, '{"x":1}'));

    expect(content).toEqual([expect.objectContaining({ id: "a", input: {} })]);
  });

  it("case 114: thinking between texts is a block of its own, and a signature closes it", () => {
    const thinks = (reasoning_content: string) => chunkOf({ reasoning_content });
    const signs = (signature: string) =>
      chunkOf({ reasoning_details: [{ type: "thinking", thinking: "", signature }] });
    const { events, content } = play(
      thinks("a"),
      signs("s1"),
      thinks("b"),
      signs("s2"),
      says("x"),
      thinks("c"),
      says("y"),
    );

    expect(grammarErrors(events)).toEqual([]);
    expect(content).toMatchObject([
      { thinking: "a", signature: "s1" },
      { thinking: "b", signature: "s2" },
      { text: "x" },
      { thinking: "c", signature: "" },
      { text: "y" },
    ]);
  });
});
