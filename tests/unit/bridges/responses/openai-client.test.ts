import OpenAI from "openai";
import { describe, expect, it } from "vitest";
import { responsesBridge } from "../../../../lib/bridges/responses/responses-bridge";
import type { StreamEvent } from "../../../../lib/protocol/stream-event";
import {
  type Chunk,
  delta,
  finish,
  reasoningStream,
  signedStream,
  textStream,
  toolStream,
} from "../../../fixtures/responses/chunks";
import { call } from "./read-events";

const model = "m";
const tools = [
  { type: "function" as const, name: "get_weather", parameters: { type: "object" }, strict: true },
  { type: "function" as const, name: "get_time", parameters: { type: "object" }, strict: true },
];

/** The official client, answered by the bridge from what an upstream would stream. */
function clientOf(chunks: Chunk[]): OpenAI {
  return new OpenAI({
    apiKey: "none",
    maxRetries: 0,
    fetch: async (_, init) => {
      const request = JSON.parse(String(init?.body));
      responsesBridge.toChat(request);
      const answer = responsesBridge.answer(request, call);
      const events = [...chunks.flatMap((chunk) => answer.chunk(chunk)), ...answer.end()];
      return new Response(events.map(toFrame).join(""), {
        headers: { "content-type": "text/event-stream; charset=utf-8" },
      });
    },
  });
}

function toFrame({ event, data }: StreamEvent): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

describe("the official OpenAI client on a bridged response", () => {
  it("reads the text while it comes and at the end", async () => {
    const stream = clientOf(textStream).responses.stream({ model, input: "Hi" });
    const snapshots: string[] = [];
    stream.on("response.output_text.delta", ({ snapshot }) => snapshots.push(snapshot));
    const response = await stream.finalResponse();

    expect(snapshots).toEqual(["Hel", "Hello"]);
    expect(response.output_text).toBe("Hello");
    expect(response.status).toBe("completed");
    expect(response.usage?.total_tokens).toBe(29);
  });

  it("reads parallel function calls with their arguments parsed", async () => {
    const stream = clientOf(toolStream).responses.stream({ model, input: "Hi", tools });
    const { output } = await stream.finalResponse();

    expect(output).toMatchObject([
      { type: "message" },
      { name: "get_weather", call_id: "call_a", parsed_arguments: { city: "Bern" } },
      { name: "get_time", call_id: "call_b", parsed_arguments: {} },
    ]);
  });

  it("reads a structured answer", async () => {
    const format = { type: "json_schema" as const, name: "s", schema: { type: "object" } };
    const chunks = [delta({ content: '{"a":' }), delta({ content: "1}" }), finish("stop")];
    const stream = clientOf(chunks).responses.stream({
      model,
      input: "Hi",
      text: { format },
      tools,
    });

    expect((await stream.finalResponse()).output_parsed).toEqual({ a: 1 });
  });

  it("sends an answer back as the next turn's input, signed reasoning included", async () => {
    const stream = clientOf([...reasoningStream.slice(0, -2), ...toolStream.slice(2)]);
    const { output } = await stream.responses.stream({ model, input: "Hi", tools }).finalResponse();
    const result = { type: "function_call_output", call_id: "call_a", output: "12 °C" };
    const { chat, droppedParams } = responsesBridge.toChat({
      input: [{ role: "user", content: "Hi" }, ...output, result],
    });

    expect(chat.messages).toMatchObject([
      { role: "user", content: "Hi" },
      {
        role: "assistant",
        content: "42",
        reasoning_content: "Let me think.",
        reasoning_details: [
          { type: "thinking", thinking: "Let me think.", signature: "sig-1" },
          { type: "redacted_thinking", data: "xxx" },
        ],
        tool_calls: [{ id: "call_a" }, { id: "call_b" }],
      },
      { role: "tool", tool_call_id: "call_a", content: "12 °C" },
    ]);
    expect(droppedParams).toEqual([]);
  });

  it("sends back what the provider signed on texts, images and calls", async () => {
    const { output } = await clientOf(signedStream)
      .responses.stream({ model, input: "Hi", tools })
      .finalResponse();
    const { chat, droppedParams } = responsesBridge.toChat({ input: [...output] });
    const signed = (text: string) => ({ extra_content: { google: { thought_signature: text } } });
    const url = "data:image/webp;base64,AAAA";

    expect(chat.messages).toEqual([
      {
        role: "assistant",
        content: "Look:",
        ...signed("text"),
        images: [{ type: "image_url", image_url: { url }, ...signed("image") }],
        tool_calls: [
          {
            id: "call_a",
            type: "function",
            function: { name: "f", arguments: "{}" },
            ...signed("call"),
          },
        ],
      },
    ]);
    expect(droppedParams).toEqual([]);
  });

  it("sees a failed response as failed", async () => {
    const chunks = [delta({ content: "He" }), { error: { message: "Overloaded." } }];
    const response = await clientOf(chunks)
      .responses.stream({ model, input: "Hi" })
      .finalResponse();

    expect(response.status).toBe("failed");
    expect(response.error?.message).toBe("Overloaded.");
  });
});
