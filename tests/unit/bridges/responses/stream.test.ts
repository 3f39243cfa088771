import { describe, expect, it } from "vitest";
import { decodeReplay } from "../../../../lib/bridges/responses/reasoning-replay";
import { responsesBridge } from "../../../../lib/bridges/responses/responses-bridge";
import {
  type Chunk,
  delta,
  finish,
  reasoningStream,
  refusalStream,
  role,
  signedStream,
  someUsage,
  textStream,
  toolStream,
} from "../../../fixtures/responses/chunks";
import { problemsOf } from "./event-sequence";
import { call, eventsOf, finalOf, question, typesOf } from "./read-events";

type Item = Record<string, unknown> & { content: Record<string, unknown>[] };

function outputOf(chunks: Chunk[]): Item[] {
  return finalOf(eventsOf(chunks)).output as Item[];
}

describe("the event stream of a bridged response", () => {
  it.each([
    ["text", textStream],
    ["a refusal", refusalStream],
    ["reasoning", reasoningStream],
    ["parallel tool calls", toolStream],
    ["signed text, images and calls", signedStream],
    ["nothing", []],
    ["a role alone", [role]],
  ])("is a valid sequence for %s", (_, chunks) => {
    expect(problemsOf(eventsOf(chunks))).toEqual([]);
  });

  it("tells a text from its announcement to the completed response", () => {
    const events = eventsOf(textStream);

    expect(typesOf(events)).toEqual([
      "response.created",
      "response.in_progress",
      "response.output_item.added",
      "response.content_part.added",
      "response.output_text.delta",
      "response.output_text.delta",
      "response.output_text.done",
      "response.content_part.done",
      "response.output_item.done",
      "response.completed",
    ]);
    expect(events[4]?.data).toEqual({
      type: "response.output_text.delta",
      sequence_number: 4,
      item_id: "msg_0199_0",
      output_index: 0,
      content_index: 0,
      delta: "Hel",
      logprobs: [],
    });
  });

  it("sends every delta with the chunk that brings it", () => {
    const answer = responsesBridge.answer(question, call);
    const types = textStream.map((chunk) => typesOf(answer.chunk(chunk)).at(-1));

    expect(types).toEqual([
      "response.in_progress",
      "response.output_text.delta",
      "response.output_text.delta",
      undefined,
      undefined,
    ]);
  });

  it("begins with a response in progress that repeats the request's settings", () => {
    const request = {
      input: "Hi",
      instructions: "Be brief.",
      temperature: 0.5,
      metadata: { run: "7" },
      text: { verbosity: "low" },
      tools: [{ type: "function", name: "f" }],
    };
    const [created] = eventsOf(textStream, request);

    expect(created?.data.response).toMatchObject({
      id: "resp_0199",
      object: "response",
      created_at: 1_700_000_000,
      status: "in_progress",
      model: "upstream-model",
      output: [],
      usage: null,
      error: null,
      incomplete_details: null,
      instructions: "Be brief.",
      temperature: 0.5,
      top_p: null,
      metadata: { run: "7" },
      text: { format: { type: "text" }, verbosity: "low" },
      tool_choice: "auto",
      tools: [{ type: "function", name: "f", parameters: null, strict: null }],
      parallel_tool_calls: true,
      store: false,
    });
  });

  it("tells a refusal in a part of its own kind", () => {
    const events = eventsOf(refusalStream);

    expect(typesOf(events)).toContain("response.refusal.delta");
    expect(events.find(({ event }) => event === "response.refusal.done")?.data).toMatchObject({
      content_index: 0,
      refusal: "I cannot.",
    });
    expect(finalOf(events).output).toMatchObject([
      { type: "message", content: [{ type: "refusal", refusal: "I cannot." }] },
    ]);
  });

  it("gives a refusal after text the next part of the same message", () => {
    const chunks = [delta({ content: "Well. " }), delta({ refusal: "No." }), finish("stop")];

    expect(problemsOf(eventsOf(chunks))).toEqual([]);
    expect(outputOf(chunks)).toMatchObject([
      { content: [{ text: "Well. " }, { type: "refusal", refusal: "No." }] },
    ]);
  });

  it("tells reasoning as the summary of an item before the message", () => {
    const events = eventsOf(reasoningStream);

    expect(typesOf(events).filter((type) => type?.includes("reasoning"))).toEqual([
      "response.reasoning_summary_part.added",
      "response.reasoning_summary_text.delta",
      "response.reasoning_summary_text.delta",
      "response.reasoning_summary_text.done",
      "response.reasoning_summary_part.done",
    ]);
    expect(finalOf(events).output).toMatchObject([
      { type: "reasoning", summary: [{ type: "summary_text", text: "Let me think." }] },
      { type: "message", content: [{ type: "output_text", text: "42" }] },
    ]);
  });

  it("keeps signed and redacted reasoning for the next turn", () => {
    const [reasoning] = outputOf(reasoningStream);

    expect(decodeReplay(String(reasoning?.encrypted_content))).toEqual([
      { type: "thinking", thinking: "Let me think.", signature: "sig-1" },
      { type: "redacted_thinking", data: "xxx" },
    ]);
  });

  it("makes each signed block of reasoning a part of the summary", () => {
    const signature = (text: string) => ({ type: "thinking", thinking: "", signature: text });
    const chunks = [
      delta({ reasoning: "One." }),
      delta({ reasoning_details: [signature("a")] }),
      delta({ reasoning: "Two." }),
      delta({ reasoning_details: [signature("b")] }),
      finish("stop"),
    ];
    const [item] = outputOf(chunks);

    expect(problemsOf(eventsOf(chunks))).toEqual([]);
    expect(item?.summary).toMatchObject([{ text: "One." }, { text: "Two." }]);
    expect(decodeReplay(String(item?.encrypted_content))).toMatchObject([
      { thinking: "One.", signature: "a" },
      { thinking: "Two.", signature: "b" },
    ]);
  });

  it.each([
    ["length", "max_output_tokens"],
    ["content_filter", "content_filter"],
  ])("ends incomplete when the answer was cut by %s", (reason, told) => {
    const events = eventsOf([delta({ content: "Half an ans" }), finish(reason), someUsage]);

    expect(problemsOf(events)).toEqual([]);
    expect(events.at(-1)).toMatchObject({
      event: "response.incomplete",
      data: {
        response: {
          status: "incomplete",
          incomplete_details: { reason: told },
          output: [{ status: "incomplete", content: [{ text: "Half an ans" }] }],
        },
      },
    });
  });

  it("puts the usage into the completed response, in the API's own words", () => {
    expect(finalOf(eventsOf(textStream)).usage).toEqual({
      input_tokens: 20,
      input_tokens_details: { cached_tokens: 8, cache_write_tokens: 2 },
      output_tokens: 9,
      output_tokens_details: { reasoning_tokens: 4 },
      total_tokens: 29,
    });
  });

  it("keeps the usage that came before the last chunk", () => {
    const chunks = [delta({ content: "x" }), someUsage, finish("stop")];

    expect(finalOf(eventsOf(chunks)).usage).toMatchObject({ total_tokens: 29 });
  });

  it("says nothing of usage that the upstream did not count", () => {
    expect(finalOf(eventsOf([delta({ content: "x" }), finish("stop")])).usage).toBeNull();
  });

  it("keeps log probabilities with the deltas they belong to", () => {
    const entry = (token: string) => ({ token, logprob: -0.1, bytes: null, top_logprobs: [] });
    const chunks = ["a", "b"].map((token) =>
      delta({ content: token }, { logprobs: { content: [entry(token)] } }),
    );
    const events = eventsOf([...chunks, finish("stop")]);

    expect(events[4]?.data.logprobs).toEqual([entry("a")]);
    expect(finalOf(events).output).toMatchObject([
      { content: [{ text: "ab", logprobs: [entry("a"), entry("b")] }] },
    ]);
  });

  it("tells citations as annotations of the text", () => {
    const citation = { url: "https://a.example", title: "A", start_index: 0, end_index: 1 };
    const chunks = [
      delta({ content: "x" }),
      delta({ annotations: [{ type: "url_citation", url_citation: citation }] }),
      finish("stop"),
    ];
    const events = eventsOf(chunks);

    expect(problemsOf(events)).toEqual([]);
    expect(
      events.find(({ event }) => event === "response.output_text.annotation.added")?.data,
    ).toMatchObject({ annotation_index: 0, annotation: { type: "url_citation", ...citation } });
  });

  it("tells a made image as an item of its own", () => {
    const events = eventsOf(signedStream);

    expect(typesOf(events)).toContain("response.image_generation_call.completed");
    expect(outputOf(signedStream)[1]).toMatchObject({
      type: "image_generation_call",
      id: "ig_0199_1",
      status: "completed",
      output_format: "webp",
      result: "AAAA",
    });
  });

  it("tells the address of an image that is elsewhere as text", () => {
    const image = { type: "image_url", image_url: { url: "https://a.example/x.png" } };

    expect(outputOf([delta({ images: [image] }), finish("stop")])).toMatchObject([
      { content: [{ text: "https://a.example/x.png" }] },
    ]);
  });

  it("answers with an empty message when the model said nothing", () => {
    expect(outputOf([role, finish("stop")])).toMatchObject([
      { type: "message", content: [{ type: "output_text", text: "" }] },
    ]);
  });

  it("fails, and stays silent afterwards, when a chunk is an error", () => {
    const answer = responsesBridge.answer(question, call);
    const error = { message: "Slow down.", type: "rate_limit_error", code: null };
    const events = [
      ...answer.chunk(delta({ content: "He" })),
      ...answer.chunk({ error }),
      ...answer.chunk(delta({ content: "llo" })),
      ...answer.end(),
    ];

    expect(problemsOf(events)).toEqual([]);
    expect(events.at(-1)?.data).toMatchObject({
      type: "response.failed",
      response: {
        status: "failed",
        error: { code: "rate_limit_exceeded", message: "Slow down." },
        output: [{ status: "incomplete", content: [{ text: "He" }] }],
      },
    });
  });

  it("fails when the upstream's finish reason is an error", () => {
    expect(eventsOf([delta({ content: "x" }), finish("error")]).at(-1)?.event).toBe(
      "response.failed",
    );
  });
});
