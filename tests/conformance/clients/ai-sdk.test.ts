import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import {
  APICallError,
  embedMany,
  generateObject,
  generateText,
  stepCountIs,
  streamObject,
  streamText,
  tool,
} from "ai";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { eventually } from "../../support/eventually";
import { CLIENT_TARGETS, clientSuite } from "../../support/fakes/client-suite";
import {
  ERROR_MESSAGE,
  JSON_ANSWER,
  REASONING,
  TEXT,
  TOKENS,
  UNICODE,
  VECTOR,
} from "../../support/fakes/play";
import { TEST_KEY } from "../../support/gateway";

const suite = clientSuite();
const Weather = z.object({ city: z.string(), celsius: z.number() });
const maxRetries = 0;

function prysm() {
  return createOpenAICompatible({
    name: "prysm",
    apiKey: TEST_KEY,
    baseURL: suite.gateway.baseUrl,
    includeUsage: true,
    supportsStructuredOutputs: true,
  });
}

function cityTool(name: string, asked: string[]) {
  return tool({
    description: "Of a city.",
    inputSchema: z.object({ city: z.string() }),
    execute: ({ city }) => {
      asked.push(city);
      return `${name} in ${city}`;
    },
  });
}

describe.each(CLIENT_TARGETS)("the AI SDK on $name", ({ name, wire, ...target }) => {
  const model = () => prysm()(target.model);

  it("generates text", async () => {
    const { text, finishReason, usage } = await generateText({
      model: model(),
      system: "Be brief.",
      prompt: "Hi",
      maxRetries,
    });

    expect(text).toBe(TEXT);
    expect(finishReason).toBe("stop");
    expect(usage).toMatchObject({
      inputTokens: TOKENS.prompt,
      outputTokens: TOKENS.completion,
      totalTokens: TOKENS.total,
      cachedInputTokens: TOKENS.cached,
    });
  });

  it("streams text, with its usage", async () => {
    const result = streamText({ model: model(), prompt: "play:unicode", maxRetries });
    let text = "";
    for await (const part of result.textStream) text += part;

    expect(text).toBe(UNICODE);
    expect((await result.usage).totalTokens).toBe(TOKENS.total);
    expect(await result.finishReason).toBe("stop");
  });

  it("streams the model's reasoning", async () => {
    const result = streamText({
      model: model(),
      prompt: "play:reasoning",
      providerOptions: { prysm: { reasoningEffort: "low" } },
      maxRetries,
    });

    expect(await result.text).toBe(TEXT);
    expect(await result.reasoningText).toBe(REASONING);
  });

  it("runs a loop of parallel tools to its end, whole and streamed", async () => {
    const asked: string[] = [];
    const loop = {
      prompt: "play:tools",
      tools: {
        get_weather: cityTool("get_weather", asked),
        get_time: cityTool("get_time", asked),
      },
      stopWhen: stepCountIs(3),
      maxRetries,
    };
    const whole = await generateText({ model: model(), ...loop });
    const streamed = streamText({ model: model(), ...loop });
    const answer = "The tools said: get_weather in Zürich | get_time in Tōkyō";
    expect(whole.text).toBe(answer);
    expect(whole.steps).toHaveLength(2);
    expect(await streamed.text).toBe(answer);
    expect(asked.sort()).toEqual(["Tōkyō", "Tōkyō", "Zürich", "Zürich"]);
  });

  it("generates and streams an object", async () => {
    const request = { schema: Weather, prompt: "play:json", maxRetries };
    const whole = await generateObject({ model: model(), ...request });
    const streamed = streamObject({ model: model(), ...request });
    for await (const _part of streamed.partialObjectStream);

    expect(whole.object).toEqual(JSON_ANSWER);
    expect(await streamed.object).toEqual(JSON_ANSWER);
  });

  it.runIf(["openai", "gemini"].includes(name))("embeds", async () => {
    const { embeddings, usage } = await embedMany({
      model: prysm().textEmbeddingModel(target.embeddingModel),
      values: ["one", "two"],
      maxRetries,
    });

    expect(embeddings).toEqual([VECTOR, VECTOR]);
    expect(usage.tokens).toBe(TOKENS.prompt);
  });

  it.each([
    [400, false],
    [401, false],
    [403, false],
    [404, false],
    [422, false],
    [429, true],
    [500, true],
    [529, true],
  ])(
    "raises an APICallError for status %i, with the provider's words",
    async (status, isRetryable) => {
      const prompt = `play:error-${status}`;
      const error = await generateText({ model: model(), prompt, maxRetries }).catch((e) => e);

      expect(APICallError.isInstance(error)).toBe(true);
      expect(error).toMatchObject({ statusCode: status, isRetryable });
      expect(error.message).toContain(ERROR_MESSAGE);
    },
  );

  it.each(["late-error", "cut", "ends-early"])(
    "sees an error in a stream that meets %s",
    async (fault) => {
      const errors: unknown[] = [];
      const result = streamText({
        model: model(),
        prompt: `play:unicode play:${fault}`,
        maxRetries,
        onError: ({ error }) => void errors.push(error),
      });
      await result.consumeStream();

      expect(errors).toHaveLength(1);
      expect(await result.finishReason).not.toBe("stop");
    },
  );

  it("lets the upstream go when it aborts", async () => {
    const mark = `abort by the AI SDK on ${name}`;
    const abort = new AbortController();
    const result = streamText({
      model: model(),
      prompt: `${mark} play:hang`,
      maxRetries,
      abortSignal: abort.signal,
    });
    for await (const _part of result.textStream) abort.abort();

    const call = await suite.fakes[wire].seen(mark);
    await eventually(() => call.isAborted);
  });
});
