import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../../lib/protocol/json";
import { anAnswerCall, CREATED_S } from "../../../fixtures/anthropic/answer-call";
import {
  STOP_REASONS,
  USAGES,
  WEB_SEARCH_ANNOTATIONS,
  WEB_SEARCH_CONTENT,
  WEB_SEARCH_TEXT,
} from "../../../fixtures/anthropic/answer-messages";
import {
  blockDelta,
  blockStart,
  blockStop,
  ending,
  messageDelta,
  readStream,
  start,
  stop,
  text,
  toolInput,
} from "../../../fixtures/anthropic/stream-events";
import { foldChunks } from "../../../fixtures/anthropic/stream-fold";

const read = (events: readonly JsonObject[], json: JsonObject = {}) => {
  const { chunks, thrown, usage } = readStream(events, anAnswerCall({ stream: true, ...json }));
  expect(thrown).toBeNull();
  const choices = chunks.flatMap((chunk) => chunk.choices as JsonObject[]);
  return { chunks, choices, deltas: choices.map(({ delta }) => delta), usage };
};

const ANSWER = [start(), ...text(0, "Hel", "lo"), ...ending("end_turn")];

describe("a streamed answer of Anthropic", () => {
  it("case 70: tells the role once, first, and no content with it", () => {
    expect(read(ANSWER).deltas).toEqual([
      { role: "assistant" },
      { content: "Hel" },
      { content: "lo" },
      {},
    ]);
  });

  it("case 70: tells the role also where message_start is missing", () => {
    const { chunks, deltas } = read(ANSWER.slice(1));

    expect(deltas).toEqual(read(ANSWER).deltas);
    expect(chunks[0]?.id).toBe("chatcmpl-0192a000-0000-7000-8000-000000000001");
    expect(chunks[0]?.model).toBe("claude-sonnet-4-5");
  });

  it("case 71: every chunk has the same id, time and model, and choice 0", () => {
    const { chunks, choices } = read(ANSWER, { stream_options: { include_usage: true } });

    expect(chunks).toHaveLength(5);
    for (const chunk of chunks) {
      expect(chunk).toMatchObject({
        id: "msg_01XFDUDYJgAACzvnptvVoYEL",
        object: "chat.completion.chunk",
        created: CREATED_S,
        model: "claude-sonnet-4-5-20250929",
      });
    }
    expect(choices).toHaveLength(4);
    for (const choice of choices) expect(choice).toMatchObject({ index: 0, logprobs: null });
  });

  it("case 72: text that comes with the start of its block is told", () => {
    const block = blockStart(0, { type: "text", text: "Hel" });
    const more = blockDelta(0, { type: "text_delta", text: "lo" });

    expect(read([start(), block, more, blockStop(0), ...ending("end_turn")]).deltas).toEqual(
      read(ANSWER).deltas,
    );
  });

  it("case 73: text is passed on verbatim, also half a surrogate pair", () => {
    const fragments = ["é ", "\ud83d", "\ude42", "\u0000", "</s>", "\u2028"];

    const { deltas } = read([start(), ...text(0, ...fragments), ...ending("end_turn")]);

    expect(deltas.slice(1, -1)).toEqual(fragments.map((content) => ({ content })));
  });

  it("case 73: empty fragments make no chunk", () => {
    expect(read([start(), ...text(0, "", "Hi", ""), ...ending("end_turn")]).deltas).toHaveLength(3);
  });

  it("case 77: thinking streams as reasoning, its signature and redacted blocks as details", () => {
    const { deltas } = read([
      start(),
      blockStart(0, { type: "thinking", thinking: "", signature: "" }),
      blockDelta(0, { type: "thinking_delta", thinking: "The user " }),
      blockDelta(0, { type: "thinking_delta", thinking: "greets." }),
      blockDelta(0, { type: "signature_delta", signature: "EqQB" }),
      blockStop(0),
      blockStart(1, { type: "redacted_thinking", data: "EmwK" }),
      blockStop(1),
      blockStart(2, { type: "thinking", thinking: "Now.", signature: "EqQC" }),
      blockStop(2),
      ...text(3, "Hi!"),
      ...ending("end_turn"),
    ]);

    expect(deltas).toEqual([
      { role: "assistant" },
      { reasoning_content: "The user " },
      { reasoning_content: "greets." },
      { reasoning_details: [{ type: "thinking", thinking: "", signature: "EqQB", index: 0 }] },
      { reasoning_details: [{ type: "redacted_thinking", data: "EmwK", index: 1 }] },
      { reasoning_content: "Now." },
      { reasoning_details: [{ type: "thinking", thinking: "", signature: "EqQC", index: 2 }] },
      { content: "Hi!" },
      {},
    ]);
  });

  it("case 78, 79: the stop of a block and a ping say nothing", () => {
    const ping = { type: "ping" };
    const events = ANSWER.flatMap((event) => [ping, event, ping]);

    expect(read(events).chunks).toEqual(read(ANSWER).chunks);
  });

  it.each(STOP_REASONS)("case 80: stop_reason %s ends the choice as %o", (reason, expected) => {
    const { choices } = read([start(), messageDelta({ stop_reason: reason }), stop]);

    const { index, delta, logprobs, ...end } = choices.at(-1) ?? {};
    expect(delta).toEqual({});
    expect(end).toEqual(expected);
  });

  it("case 80: the finish comes once, after all content, however many message_deltas come", () => {
    const { choices, usage } = read([
      start({ usage: { input_tokens: 43, output_tokens: 1, cache_read_input_tokens: 7 } }),
      messageDelta({ stop_reason: "pause_turn" }, { output_tokens: 10 }),
      ...text(0, "Hi!"),
      messageDelta(
        { stop_reason: "stop_sequence", stop_sequence: "END" },
        { input_tokens: 61, output_tokens: 20, cache_read_input_tokens: null },
      ),
      messageDelta({ stop_reason: null }, { output_tokens: 22 }),
      stop,
    ]);

    expect(choices.map(({ finish_reason }) => finish_reason)).toEqual([null, null, "stop"]);
    expect(choices.at(-1)).toMatchObject({
      native_finish_reason: "stop_sequence",
      stop_sequence: "END",
    });
    expect(usage).toEqual({ input_tokens: 61, output_tokens: 22, cache_read_input_tokens: 7 });
  });

  it("case 81: the usage follows the finish where the client asked for it", () => {
    const { chunks } = read(ANSWER, { stream_options: { include_usage: true } });

    expect(chunks.map(({ usage }) => usage)).toEqual([
      null,
      null,
      null,
      null,
      { prompt_tokens: 12, completion_tokens: 6, total_tokens: 18 },
    ]);
    expect(chunks.at(-1)?.choices).toEqual([]);
  });

  it.each([[undefined], [null], [{}], [{ include_usage: false }]])(
    "case 81: with stream_options %o no chunk has a usage, but the gateway gets it",
    (options) => {
      const { chunks, usage } = read(ANSWER, { stream_options: options });

      for (const chunk of chunks) expect(chunk).not.toHaveProperty("usage");
      expect(usage).toEqual({ input_tokens: 12, output_tokens: 6 });
    },
  );

  it("case 81: a stream in the place of a whole answer says its usage without being asked", () => {
    const { chunks } = read(ANSWER, { stream: false });

    expect(chunks.at(-1)?.usage).toMatchObject({ total_tokens: 18 });
  });

  it.each(USAGES)("case 65, 81: usage: %s", (_title, usage, expected) => {
    const events = [start({ usage: undefined }), messageDelta({ stop_reason: "end_turn" }, usage)];

    const { chunks } = read([...events, stop], { stream_options: { include_usage: true } });

    expect(chunks.filter((chunk) => chunk.usage !== null).map((chunk) => chunk.usage)).toEqual(
      expected === null ? [] : [expected],
    );
  });

  it("case 82: a stream that says why it stopped is whole without message_stop", () => {
    expect(read(ANSWER.slice(0, -1)).chunks).toEqual(read(ANSWER).chunks);
  });

  it("case 82: message_stop alone ends an answer as stop", () => {
    expect(read([start(), ...text(0, "Hi!"), stop]).choices.at(-1)).toMatchObject({
      delta: {},
      finish_reason: "stop",
    });
  });

  it("case 64, 80: a refusal is told before the finish", () => {
    const details = { type: "refusal", category: "cyber", explanation: "This asks for malware." };
    const { deltas, choices } = read([
      start(),
      messageDelta({ stop_reason: "refusal", stop_details: details }),
      stop,
    ]);

    expect(deltas).toEqual([{ role: "assistant" }, { refusal: "This asks for malware." }, {}]);
    expect(choices.at(-1)?.finish_reason).toBe("content_filter");
  });

  it("case 67, 83: tools the provider runs leave the text whole and its links as annotations", () => {
    const events = WEB_SEARCH_CONTENT.flatMap((block, index) => {
      const { text: whole, citations, input, ...rest } = block;
      if (input)
        return [blockStart(index, rest), toolInput(index, '{"query":1}'), blockStop(index)];
      if (whole === undefined) return [blockStart(index, rest), blockStop(index)];
      const cited = (citations ?? []).map((citation) =>
        blockDelta(index, { type: "citations_delta", citation }),
      );
      const [opening, ...others] = text(index, ...whole);
      return [opening as JsonObject, ...cited, ...others];
    });

    const { chunks } = read([start(), ...events, ...ending("end_turn")]);

    expect(foldChunks(chunks)).toEqual({
      finish_reason: "stop",
      message: {
        role: "assistant",
        content: WEB_SEARCH_TEXT,
        refusal: null,
        annotations: WEB_SEARCH_ANNOTATIONS,
      },
    });
  });

  it("case 67: a block with very many links tells them in parts, not all at its end", () => {
    const citation = { type: "web_search_result_location", url: "https://example.com" };
    const cited = Array.from({ length: 1_000 }, () =>
      blockDelta(0, { type: "citations_delta", citation }),
    );
    const [opening, ...others] = text(0, "Hi!");

    const { deltas } = read([start(), opening as JsonObject, ...cited, ...others, stop]);

    expect(deltas.map((delta) => Object.keys(delta as JsonObject))).toEqual([
      ["role"],
      ["annotations"],
      ["content"],
      [],
    ]);
  });

  it("case 83: unknown events, blocks and deltas say nothing and break nothing", () => {
    const unknown = [
      { type: "future_event", text: "x" },
      blockStart(7, { type: "compaction", content: "summary" }),
      blockDelta(7, { type: "compaction_delta", content: "summary" }),
      blockDelta(0, { type: "future_delta", text: "x" }),
      blockStart(8, { type: "fallback", from: { model: "a" }, to: { model: "b" } }),
      blockStart(8, { type: "mcp_tool_use", id: "mcptoolu_1", name: "x", input: { a: 1 } }),
      toolInput(8, '{"a":1}'),
      blockStop(8),
    ];
    const [opening, ...others] = ANSWER;

    expect(read([opening as JsonObject, ...unknown, ...others]).chunks).toEqual(
      read(ANSWER).chunks,
    );
  });
});
