import OpenAI from "openai";
import { zodResponseFormat } from "openai/helpers/zod";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { CLIENT_TARGETS, clientSuite } from "../../support/fakes/client-suite";
import { JSON_ANSWER, REASONING, TEXT, TOKENS, UNICODE } from "../../support/fakes/play";
import { TEST_KEY } from "../../support/gateway";

const suite = clientSuite();
const client = () =>
  new OpenAI({ apiKey: TEST_KEY, baseURL: suite.gateway.baseUrl, maxRetries: 0 });
const user = (content: string) => [{ role: "user" as const, content }];
const Weather = z.object({ city: z.string(), celsius: z.number() });
const tools = ["get_weather", "get_time"].map((name) => ({
  type: "function" as const,
  function: {
    name,
    description: "Of a city.",
    parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
  },
}));

describe.each(CLIENT_TARGETS)("the openai client, chat completions, on $name", (target) => {
  const { model, reportedModel } = target;

  it("completes", async () => {
    const answer = await client().chat.completions.create({ model, messages: user("Hi") });

    expect(answer).toMatchObject({ object: "chat.completion", model: reportedModel });
    expect(answer.choices).toMatchObject([
      { index: 0, message: { role: "assistant", content: TEXT }, finish_reason: "stop" },
    ]);
    expect(answer.usage).toMatchObject({
      prompt_tokens: TOKENS.prompt,
      completion_tokens: TOKENS.completion,
      total_tokens: TOKENS.total,
      prompt_tokens_details: { cached_tokens: TOKENS.cached },
    });
    expect(answer._request_id).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("streams every character, one finish reason and the usage it asked for", async () => {
    const stream = await client().chat.completions.create({
      model,
      messages: user("play:unicode"),
      stream: true,
      stream_options: { include_usage: true },
    });
    let text = "";
    const ids = new Set<string>();
    const reasons: string[] = [];
    const usages: number[] = [];
    for await (const chunk of stream) {
      ids.add(chunk.id);
      text += chunk.choices[0]?.delta.content ?? "";
      const reason = chunk.choices[0]?.finish_reason;
      if (reason) reasons.push(reason);
      if (chunk.usage) usages.push(chunk.usage.total_tokens);
    }

    expect(text).toBe(UNICODE);
    expect(reasons).toEqual(["stop"]);
    expect(usages).toEqual([TOKENS.total]);
    expect(ids.size).toBe(1);
  });

  it("collects a stream with parallel tool calls by its own helper", async () => {
    const answer = await client()
      .chat.completions.stream({ model, messages: user("play:tools"), tools })
      .finalChatCompletion();

    const [choice] = answer.choices;
    expect(choice?.finish_reason).toBe("tool_calls");
    expect(choice?.message.content).toBe("I look both up.");
    expect(choice?.message.tool_calls?.map((call) => "function" in call && call.function)).toEqual([
      expect.objectContaining({ name: "get_weather", arguments: '{"city":"Zürich"}' }),
      expect.objectContaining({ name: "get_time", arguments: '{"city":"Tōkyō"}' }),
    ]);
    expect(new Set(choice?.message.tool_calls?.map(({ id }) => id)).size).toBe(2);
  });

  it("runs a loop of tools to its end by its own helper", async () => {
    const asked: string[] = [];
    const runner = client().chat.completions.runTools({
      model,
      messages: user("play:tools"),
      tools: ["get_weather", "get_time"].map((name) => ({
        type: "function" as const,
        function: {
          name,
          description: "Of a city.",
          parameters: { type: "object", properties: { city: { type: "string" } } },
          parse: JSON.parse,
          function: ({ city }: { city: string }) => {
            asked.push(city);
            return `${name} in ${city}`;
          },
        },
      })),
    });

    expect(await runner.finalContent()).toBe(
      "The tools said: get_weather in Zürich | get_time in Tōkyō",
    );
    expect(asked.sort()).toEqual(["Tōkyō", "Zürich"]);
  });

  it("streams the second turn of a loop of tools", async () => {
    const first = await client().chat.completions.create({
      model,
      messages: user("play:tool"),
      tools,
    });
    const message = first.choices[0]?.message;
    if (!message?.tool_calls) throw new Error("No tool was called.");
    expect(message.content).toBeNull();

    const results = message.tool_calls.map(({ id }) => ({
      role: "tool" as const,
      tool_call_id: id,
      content: "12 °C",
    }));
    const second = await client()
      .chat.completions.stream({
        model,
        messages: [
          { role: "system", content: "Be brief." },
          ...user("play:tool"),
          message,
          ...results,
        ],
        tools,
      })
      .finalContent();

    expect(second).toBe("The tools said: 12 °C");
  });

  it("parses structured output with a zod schema, whole and streamed", async () => {
    const request = {
      model,
      messages: user("play:json"),
      response_format: zodResponseFormat(Weather, "weather"),
    };
    const whole = await client().chat.completions.parse(request);
    const streamed = await client().chat.completions.stream(request).finalChatCompletion();

    expect(whole.choices[0]?.message.parsed).toEqual(JSON_ANSWER);
    expect(streamed.choices[0]?.message.parsed).toEqual(JSON_ANSWER);
    expect(whole.choices[0]?.finish_reason).toBe("stop");
  });

  it("gets the model's thoughts beside its answer", async () => {
    const request = {
      model,
      messages: user("play:reasoning"),
      reasoning_effort: "low" as const,
    };
    const whole = await client().chat.completions.create(request);
    const stream = await client().chat.completions.create({ ...request, stream: true });
    let thoughts = "";
    for await (const { choices } of stream) {
      const delta = choices[0]?.delta as { reasoning_content?: string } | undefined;
      thoughts += delta?.reasoning_content ?? "";
    }

    expect(whole.choices[0]?.message).toMatchObject({
      content: TEXT,
      reasoning_content: REASONING,
    });
    expect(whole.usage?.completion_tokens_details?.reasoning_tokens).toBe(TOKENS.reasoning);
    expect(thoughts).toBe(REASONING);
  });

  it.each([
    ["play:safety", "content_filter"],
    ["play:length", "length"],
  ])("is told why an answer to %s ended", async (text, reason) => {
    const whole = await client().chat.completions.create({ model, messages: user(text) });
    const stream = await client().chat.completions.create({
      model,
      messages: user(text),
      stream: true,
    });
    const reasons = [];
    for await (const chunk of stream) reasons.push(chunk.choices[0]?.finish_reason);

    expect(whole.choices[0]?.finish_reason).toBe(reason);
    expect(reasons.filter(Boolean)).toEqual([reason]);
  });
});
