import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import Anthropic from "@anthropic-ai/sdk";
import { generateText, stepCountIs, tool } from "ai";
import OpenAI from "openai";
import { zodResponseFormat } from "openai/helpers/zod";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { clientSuite } from "../../support/fakes/client-suite";
import { JSON_ANSWER, TEXT } from "../../support/fakes/play";
import { TEST_KEY } from "../../support/gateway";

// Models that answer 400 to what older ones took, or that want more back than clients know of.
const MODELS = [
  "openai/gpt-5",
  "anthropic/claude-sonnet-4-5",
  "anthropic/claude-opus-5-5",
  "gemini/gemini-3-pro-preview",
];

const suite = clientSuite();
const openai = () =>
  new OpenAI({ apiKey: TEST_KEY, baseURL: suite.gateway.baseUrl, maxRetries: 0 });
const anthropic = () => {
  const baseURL = suite.gateway.baseUrl.replace(/\/v1$/, "");
  return new Anthropic({ apiKey: TEST_KEY, authToken: null, baseURL, maxRetries: 0 });
};
const user = (content: string) => [{ role: "user" as const, content }];
const input_schema = { type: "object" as const, properties: { city: { type: "string" } } };

describe.each(MODELS)("%s", (model) => {
  it("takes the settings that older models know", async () => {
    const answer = await openai().chat.completions.create({
      model,
      messages: [{ role: "developer", content: "Be brief." }, ...user("Hi")],
      max_tokens: 2_000,
      temperature: 1,
      top_p: 1,
      reasoning_effort: "high",
      stop: ["END"],
    });

    expect(answer.choices[0]?.message.content).toBe(TEXT);
  });

  it("answers in a schema with tools at hand", async () => {
    const format = z.object({ city: z.string(), celsius: z.number() });
    const answer = await openai()
      .chat.completions.stream({
        model,
        messages: user("play:json"),
        response_format: zodResponseFormat(format, "weather"),
        tools: [{ type: "function", function: { name: "get_weather", parameters: input_schema } }],
      })
      .finalChatCompletion();

    expect(answer.choices[0]?.message.parsed).toEqual(JSON_ANSWER);
  });

  it("calls a tool that is forced on it", async () => {
    const answer = await openai().chat.completions.create({
      model,
      messages: user("play:tool"),
      tools: [{ type: "function", function: { name: "get_weather", parameters: input_schema } }],
      tool_choice: { type: "function", function: { name: "get_weather" } },
    });

    expect(answer.choices[0]?.message.tool_calls).toHaveLength(1);
  });

  it("runs a streamed loop of tools of the openai client", async () => {
    const runner = openai().chat.completions.runTools({
      model,
      messages: user("play:tools play:reasoning"),
      stream: true,
      reasoning_effort: "low",
      tools: [
        {
          type: "function",
          function: {
            name: "get_weather",
            description: "Of a city.",
            parameters: input_schema,
            parse: JSON.parse,
            function: ({ city }: { city: string }) => `sunny in ${city}`,
          },
        },
      ],
    });

    expect(await runner.finalContent()).toBe("The tools said: sunny in Zürich | sunny in Tōkyō");
  });

  it("runs a loop of tools of the Anthropic client, with thinking", async () => {
    const asked = { model, max_tokens: 4_096, tools: [{ name: "get_weather", input_schema }] };
    const thinking = model.endsWith("sonnet-4-5")
      ? { type: "enabled" as const, budget_tokens: 2_048 }
      : { type: "adaptive" as const };
    const messages = user("play:tools play:reasoning");
    const first = await anthropic()
      .messages.stream({ ...asked, messages, thinking })
      .finalMessage();
    const results = first.content
      .filter((block) => block.type === "tool_use")
      .map(({ id }) => ({ type: "tool_result" as const, tool_use_id: id, content: "sunny" }));
    const second = await anthropic().messages.create({
      ...asked,
      thinking,
      messages: [
        ...messages,
        { role: "assistant", content: first.content },
        { role: "user", content: results },
      ],
    });

    expect(results).toHaveLength(2);
    expect(second.content.at(-1)).toMatchObject({ text: "The tools said: sunny | sunny" });
  });

  it("runs a loop of tools of the AI SDK, which forgets what it does not know", async () => {
    const prysm = createOpenAICompatible({
      name: "prysm",
      apiKey: TEST_KEY,
      baseURL: suite.gateway.baseUrl,
    });
    const { text } = await generateText({
      model: prysm(model),
      prompt: "play:tool play:reasoning",
      providerOptions: { prysm: { reasoningEffort: "low" } },
      tools: {
        get_weather: tool({
          inputSchema: z.object({ city: z.string() }),
          execute: ({ city }) => `sunny in ${city}`,
        }),
      },
      stopWhen: stepCountIs(3),
      maxRetries: 0,
    });

    expect(text).toBe("The tools said: sunny in Zürich");
  });
});
