import { expect, it } from "vitest";
import { isObject } from "../../../lib/protocol/json";
import { JSON_ANSWER, REASONING, TEXT, TOKENS, UNICODE } from "../../support/fakes/play";
import type { Seat } from "./seat";

const parameters = { type: "object", properties: { city: { type: "string" } } };
const tools = ["get_weather", "get_time"].map((name) => ({
  type: "function",
  function: { name, description: "Of a city.", parameters },
}));
const format = {
  type: "json_schema",
  json_schema: {
    name: "weather",
    schema: {
      type: "object",
      properties: { city: { type: "string" }, celsius: { type: "number" } },
      required: ["city", "celsius"],
      additionalProperties: false,
    },
  },
};
const usage = {
  prompt_tokens: TOKENS.prompt,
  completion_tokens: TOKENS.completion,
  total_tokens: TOKENS.total,
};

/** What every provider does for a chat, whatever it speaks to its upstream. */
export function describePlainChat(seat: () => Seat): void {
  it("completes a chat and says who answered", async () => {
    const response = await seat().chat("Hi there");
    const answer = await response.json();

    expect(response.status).toBe(200);
    expect(response.headers.get("x-prysm-provider")).toBe(seat().provider.id);
    expect(response.headers.get("x-prysm-model-used")).toBe(seat().model);
    expect(answer).toMatchObject({ object: "chat.completion", model: seat().reportedModel });
    expect(answer.choices).toMatchObject([
      {
        index: 0,
        message: { role: "assistant", content: seat().plainAnswer("Hi there") },
        finish_reason: "stop",
      },
    ]);
  });

  it("streams a chat", async () => {
    const { response, ...answer } = await seat().stream("Hi there");

    expect(response.headers.get("content-type")).toContain("text/event-stream");
    expect(response.headers.get("x-prysm-provider")).toBe(seat().provider.id);
    expect(answer).toMatchObject({
      text: seat().plainAnswer("Hi there"),
      reasons: ["stop"],
      models: [seat().reportedModel],
      isDone: true,
    });
    expect(answer.usages).toHaveLength(1);
    expect(answer.ids.size).toBe(1);
  });

  it("records each call once, with its tokens, asked for or not", async () => {
    const unasked = { stream_options: undefined };
    const traces = await Promise.all([
      seat().traceOf(async (headers) => (await seat().chat("Hi", {}, headers)).text()),
      seat().traceOf((headers) => seat().stream("Hi", {}, headers)),
      seat().traceOf((headers) => seat().stream("Hi", unasked, headers)),
    ]);

    for (const trace of traces) {
      expect(trace).toMatchObject({
        status: "success",
        http_status: 200,
        provider: seat().provider.id,
        model: seat().reportedModel,
        finish_reason: "stop",
        endpoint: "chat.completions",
      });
      const isEcho = seat().provider.transport === "local";
      const counted = { ...usage, cached_tokens: TOKENS.cached, estimated: false };
      expect(trace.usage).toMatchObject(isEcho ? { prompt_tokens: 1 } : counted);
    }
  });
}

export function describeStreamedTools(seat: () => Seat): void {
  it("streams parallel tool calls, each under its own index and id", async () => {
    const answer = await seat().stream("play:tools", { tools });

    expect(answer.text).toBe("I look both up.");
    expect(answer.calls).toMatchObject([
      { name: "get_weather", arguments: '{"city":"Zürich"}' },
      { name: "get_time", arguments: '{"city":"Tōkyō"}' },
    ]);
    expect(new Set(answer.calls.map(({ id }) => id)).size).toBe(2);
    expect(answer.reasons).toEqual(["tool_calls"]);
  });
}

/** What every provider with an upstream does for a chat. */
export function describeChat(seat: () => Seat): void {
  it("passes every character on, whole and streamed", async () => {
    const whole = await (await seat().chat("play:unicode")).json();
    const { text, usages } = await seat().stream("play:unicode");

    expect(whole.choices[0].message.content).toBe(UNICODE);
    expect(whole.usage).toMatchObject(usage);
    expect(text).toBe(UNICODE);
    expect(usages).toMatchObject([usage]);
  });

  it("sends no chunk of usage alone in a stream that did not ask for it", async () => {
    const { chunks, isDone } = await seat().stream("Hi", { stream_options: undefined });

    const isAlone = ({ choices, usage: some }: { choices?: unknown; usage?: unknown }) =>
      Array.isArray(choices) && choices.length === 0 && isObject(some);
    expect(chunks.filter(isAlone)).toEqual([]);
    expect(isDone).toBe(true);
  });

  it("calls tools and takes their results", async () => {
    const first = await (await seat().chat("play:tools", { tools })).json();
    const [choice] = first.choices;
    expect(choice.finish_reason).toBe("tool_calls");
    expect(choice.message.tool_calls).toMatchObject([
      { type: "function", function: { name: "get_weather", arguments: '{"city":"Zürich"}' } },
      { type: "function", function: { name: "get_time", arguments: '{"city":"Tōkyō"}' } },
    ]);

    const [one, two] = choice.message.tool_calls;
    const messages = [
      { role: "system", content: "Be brief." },
      { role: "user", content: "play:tools" },
      choice.message,
      { role: "tool", tool_call_id: one.id, content: "sunny" },
      { role: "tool", tool_call_id: two.id, content: "noon" },
    ];
    const second = await seat().post("/chat/completions", { messages, tools });
    const { text } = await seat().stream("", { messages, tools });

    expect((await second.json()).choices[0].message.content).toBe("The tools said: sunny | noon");
    expect(text).toBe("The tools said: sunny | noon");
  });

  it("calls one tool with nothing said, as null", async () => {
    const answer = await (
      await seat().chat("play:tool", { tools, tool_choice: "required" })
    ).json();

    expect(answer.choices[0].message.content).toBeNull();
    expect(answer.choices[0].message.tool_calls).toHaveLength(1);
  });

  it("answers in the JSON that was asked for, whole and streamed", async () => {
    const whole = await (await seat().chat("play:json", { response_format: format })).json();
    const { text, reasons } = await seat().stream("play:json", { response_format: format });

    expect(JSON.parse(whole.choices[0].message.content)).toEqual(JSON_ANSWER);
    expect(JSON.parse(text)).toEqual(JSON_ANSWER);
    expect(reasons).toEqual(["stop"]);
  });

  it("gives the model's reasoning beside its answer, whole and streamed", async () => {
    const effort = { reasoning_effort: "low" };
    const whole = await (await seat().chat("play:reasoning", effort)).json();
    const { text, reasoning } = await seat().stream("play:reasoning", effort);

    expect(whole.choices[0].message).toMatchObject({ content: TEXT, reasoning_content: REASONING });
    expect(whole.usage.completion_tokens_details.reasoning_tokens).toBe(TOKENS.reasoning);
    expect({ text, reasoning }).toEqual({ text: TEXT, reasoning: REASONING });
  });

  it("says why an answer ended", async () => {
    for (const [play, reason] of [
      ["safety", "content_filter"],
      ["length", "length"],
    ] as const) {
      const whole = await (await seat().chat(`play:${play}`)).json();
      const { reasons } = await seat().stream(`play:${play}`);

      expect(whole.choices[0].finish_reason).toBe(reason);
      expect(reasons).toEqual([reason]);
    }
  });

  it("is asked for by a prefix of the model, too", async () => {
    const model = `${seat().provider.id}/${seat().model}`;
    const response = await seat().instance.ask(seat().host, { model });

    expect(response.status).toBe(200);
    expect(response.headers.get("x-prysm-provider")).toBe(seat().provider.id);
    expect(response.headers.get("x-prysm-model-used")).toBe(seat().model);
  });
}
