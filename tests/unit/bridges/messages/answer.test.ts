import { MessageStream } from "@anthropic-ai/sdk/lib/MessageStream";
import { describe, expect, it } from "vitest";
import { messagesBridge } from "../../../../lib/bridges/messages/messages-bridge";
import { PrysmError } from "../../../../lib/errors";
import { MessageAssembler } from "../../../../lib/protocol/assemble-message";
import type { JsonObject } from "../../../../lib/protocol/json";
import type { StreamEvent } from "../../../../lib/protocol/stream-event";
import { ANSWERS, type AnswerFixture } from "../../../fixtures/messages/answers";
import { CALL, chunkOf, completionOf, USAGE, usageChunk } from "./chat-stream";
import { grammarErrors } from "./message-grammar";

const answer = (request: JsonObject = {}) => messagesBridge.answer(request, CALL);

function streamOf({ request, deltas, ending }: AnswerFixture): StreamEvent[] {
  const bridged = answer(request);
  const chunks = [...deltas.map((delta) => chunkOf(delta)), chunkOf({}, ending), usageChunk()];
  return [...chunks.flatMap((chunk) => bridged.chunk(chunk)), ...bridged.end()];
}

/** What Anthropic's own client makes of the events. */
async function readByClient(events: StreamEvent[]): Promise<unknown> {
  const lines = events.map(({ data }) => `${JSON.stringify(data)}\n`).join("");
  const body = new Response(lines).body;
  if (!body) throw new Error("No body.");
  return JSON.parse(JSON.stringify(await MessageStream.fromReadableStream(body).finalMessage()));
}

describe("a whole chat answer as a message", () => {
  for (const { title, request, message, ending, content, stop } of ANSWERS) {
    it(title, () => {
      const whole = answer(request).whole(completionOf({ message, ...ending }));

      expect(whole).toMatchObject({ type: "message", role: "assistant", ...stop });
      expect(whole.content).toEqual(content);
    });
  }

  it("has an id of the call, the model that answered, and every field a strict client reads", () => {
    const whole = answer().whole(
      completionOf({ message: { content: "Hi" }, finish_reason: "stop" }),
    );

    expect(whole).toEqual({
      id: "msg_0199000000007abc8def0123456789ab",
      type: "message",
      role: "assistant",
      model: "gpt-x",
      content: [{ type: "text", text: "Hi", citations: null }],
      stop_reason: "end_turn",
      stop_sequence: null,
      stop_details: null,
      container: null,
      diagnostics: null,
      usage: expect.any(Object),
    });
  });

  it("case 112: input tokens are those that no cache was read or written for", () => {
    const whole = answer().whole(completionOf({ message: { content: "Hi" } }));

    expect(whole.usage).toEqual({
      input_tokens: 15,
      cache_read_input_tokens: 10,
      cache_creation_input_tokens: 5,
      output_tokens: 12,
      output_tokens_details: { thinking_tokens: 4 },
      cache_creation: null,
      inference_geo: null,
      server_tool_use: null,
      service_tier: null,
      speed: null,
    });
  });

  it.each([
    [
      { prompt_tokens: 3, completion_tokens: 0 },
      { input_tokens: 3, output_tokens: 0 },
    ],
    [
      { prompt_tokens: 3, prompt_tokens_details: { cached_tokens: 9 } },
      { input_tokens: 0, cache_read_input_tokens: 9 },
    ],
    [
      { prompt_tokens: "many", completion_tokens: Number.NaN },
      { input_tokens: 0, output_tokens: 0, cache_read_input_tokens: null },
    ],
  ])("case 112: usage %j is never negative nor NaN: %j", (usage, expected) => {
    const whole = answer().whole(completionOf({ message: { content: "Hi" } }, usage));

    expect(whole.usage).toMatchObject(expected);
  });

  it("names the model that was asked for where the upstream names none", () => {
    const whole = answer().whole({ ...completionOf({ message: { content: "Hi" } }), model: "" });

    expect(whole.model).toBe("asked");
  });

  it.each([
    ['{"a":', { _raw: '{"a":' }],
    ['"text"', { _raw: '"text"' }],
    [" ", {}],
    [{ city: "Oslo" }, { city: "Oslo" }],
    [null, {}],
    [`${"[".repeat(9_000)}${"]".repeat(9_000)}`, { _raw: expect.any(String) }],
  ])("case 21 mirrored: arguments %j are the input %j", (args, input) => {
    const call = { id: "c", function: { name: "f", arguments: args } };

    const whole = answer().whole(completionOf({ message: { tool_calls: [call] } }));

    expect(whole.content).toMatchObject([{ type: "tool_use", input }]);
  });

  it("gives calls without an id ids of their own", () => {
    const tool_calls = [{ function: { name: "f" } }, { id: "", function: { name: "g" } }];

    const whole = answer().whole(completionOf({ message: { tool_calls } }));

    expect(whole.content).toMatchObject([
      { id: "toolu_7abc8def0123456789ab_1" },
      { id: "toolu_7abc8def0123456789ab_2" },
    ]);
  });

  it.each([{}, { choices: [] }, { choices: "x" }, { choices: [{ index: 0 }] }, { choices: [7] }])(
    "%j is a bad gateway, not a message",
    (completion) => {
      expect(() => answer().whole(completion)).toThrow(PrysmError);
      expect(() => answer().whole(completion)).toThrow(
        expect.objectContaining({ code: "bad_gateway" }),
      );
    },
  );
});

describe("a streamed chat answer as a message's stream", () => {
  for (const fixture of ANSWERS) {
    it(fixture.title, async () => {
      const events = streamOf(fixture);
      const message = await readByClient(events);

      expect(grammarErrors(events)).toEqual([]);
      expect(message).toMatchObject({ content: fixture.content, ...fixture.stop });
    });

    it(`is recorded as the whole answer would be: ${fixture.title}`, () => {
      const assembler = new MessageAssembler();
      for (const { data } of streamOf(fixture)) assembler.take(JSON.stringify(data));
      const { message, ending, request } = fixture;
      const whole = answer(request).whole(completionOf({ message, ...ending }));

      expect(assembler.finish()).toEqual({ message: whole, error: null, isComplete: true });
    });
  }

  it("case 111: follows the order that strict clients check, to the letter", () => {
    const bridged = answer();
    const events = [
      chunkOf({ role: "assistant", content: "" }),
      chunkOf({ content: "Hi" }),
      chunkOf({}, { finish_reason: "stop" }),
      usageChunk(),
    ].flatMap((chunk) => bridged.chunk(chunk));

    expect([...events, ...bridged.end()]).toEqual([
      {
        event: "message_start",
        data: {
          type: "message_start",
          message: {
            id: "msg_0199000000007abc8def0123456789ab",
            type: "message",
            role: "assistant",
            model: "gpt-x",
            content: [],
            stop_reason: null,
            stop_sequence: null,
            stop_details: null,
            container: null,
            diagnostics: null,
            usage: expect.objectContaining({ input_tokens: 0, output_tokens: 0 }),
          },
        },
      },
      {
        event: "content_block_start",
        data: {
          type: "content_block_start",
          index: 0,
          content_block: { type: "text", text: "", citations: null },
        },
      },
      {
        event: "content_block_delta",
        data: {
          type: "content_block_delta",
          index: 0,
          delta: { type: "text_delta", text: "Hi" },
        },
      },
      { event: "content_block_stop", data: { type: "content_block_stop", index: 0 } },
      {
        event: "message_delta",
        data: {
          type: "message_delta",
          delta: {
            stop_reason: "end_turn",
            stop_sequence: null,
            stop_details: null,
            container: null,
          },
          usage: {
            input_tokens: 15,
            cache_read_input_tokens: 10,
            cache_creation_input_tokens: 5,
            output_tokens: 12,
            output_tokens_details: { thinking_tokens: 4 },
            server_tool_use: null,
          },
        },
      },
      { event: "message_stop", data: { type: "message_stop" } },
    ]);
  });

  it("case 111: sends each text as it comes", () => {
    const bridged = answer();
    bridged.chunk(chunkOf({ role: "assistant", content: "" }));

    const first = bridged.chunk(chunkOf({ content: "a" }));
    const second = bridged.chunk(chunkOf({ content: "b" }));

    expect(first.map(({ event }) => event)).toEqual(["content_block_start", "content_block_delta"]);
    expect(second).toMatchObject([{ data: { delta: { type: "text_delta", text: "b" } } }]);
  });

  it("case 111: holds the message_delta back until the usage came", () => {
    const bridged = answer();

    const finish = bridged.chunk(chunkOf({ content: "a" }, { finish_reason: "stop" }));
    const usage = bridged.chunk(usageChunk());

    expect(finish.map(({ event }) => event)).not.toContain("message_delta");
    expect(usage.map(({ event }) => event)).toEqual(["content_block_stop", "message_delta"]);
    expect(bridged.chunk(chunkOf({ content: "late" }))).toEqual([]);
    expect(bridged.end()).toEqual([{ event: "message_stop", data: { type: "message_stop" } }]);
  });

  it("case 111: ends without a usage chunk, with what was counted until then", () => {
    const bridged = answer();
    const counting = { ...chunkOf({ content: "a" }, { finish_reason: "stop" }), usage: USAGE };

    const events = [...bridged.chunk(counting), ...bridged.end(), ...bridged.end()];

    expect(grammarErrors(events)).toEqual([]);
    expect(events.at(-2)).toMatchObject({ data: { usage: { input_tokens: 15 } } });
  });

  it("case 111: a stream of nothing is still a message", () => {
    expect(grammarErrors(answer().end())).toEqual([]);
  });

  it("starts with Azure's first chunk, which has neither choices nor a model", () => {
    const events = answer().chunk({ choices: [], model: "", prompt_filter_results: [] });

    expect(events).toMatchObject([
      { event: "message_start", data: { message: { model: "asked" } } },
    ]);
  });

  it("takes the finish reason from any chunk, also one with an empty one after it", () => {
    const bridged = answer();
    bridged.chunk(chunkOf({ content: "a" }, { finish_reason: "length" }));
    bridged.chunk(chunkOf({}, { finish_reason: "" }));

    expect(bridged.end()).toMatchObject([
      {},
      { data: { delta: { stop_reason: "max_tokens" } } },
      {},
    ]);
  });
});
