import OpenAI from "openai";
import { zodTextFormat } from "openai/helpers/zod";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { CLIENT_TARGETS, clientSuite } from "../../support/fakes/client-suite";
import { JSON_ANSWER, REASONING, TEXT, TOKENS, UNICODE, VECTOR } from "../../support/fakes/play";
import { TEST_KEY } from "../../support/gateway";

const suite = clientSuite();
const client = () =>
  new OpenAI({ apiKey: TEST_KEY, baseURL: suite.gateway.baseUrl, maxRetries: 0 });
const Weather = z.object({ city: z.string(), celsius: z.number() });
const tools = ["get_weather", "get_time"].map((name) => ({
  type: "function" as const,
  name,
  description: "Of a city.",
  parameters: { type: "object", properties: { city: { type: "string" } } },
  strict: false,
}));

describe.each(CLIENT_TARGETS)("the openai client's other APIs on $name", (target) => {
  const { model, embeddingModel } = target;

  it("gets a response", async () => {
    const response = await client().responses.create({
      model,
      input: "Hi",
      instructions: "Be brief.",
    });

    expect(response).toMatchObject({ object: "response", status: "completed", output_text: TEXT });
    expect(response.usage).toMatchObject({
      input_tokens: TOKENS.prompt,
      input_tokens_details: { cached_tokens: TOKENS.cached },
      output_tokens: TOKENS.completion,
      total_tokens: TOKENS.total,
    });
  });

  it("streams a response by its own helper", async () => {
    const stream = client().responses.stream({ model, input: "play:unicode" });
    let text = "";
    stream.on("response.output_text.delta", ({ delta }) => {
      text += delta;
    });
    const response = await stream.finalResponse();

    expect(text).toBe(UNICODE);
    expect(response.output_text).toBe(UNICODE);
    expect(response.usage?.total_tokens).toBe(TOKENS.total);
  });

  it("runs a loop of tools with responses", async () => {
    const input = [{ role: "user" as const, content: "play:tools" }];
    const first = await client().responses.stream({ model, input, tools }).finalResponse();
    const calls = first.output.filter((item) => item.type === "function_call");

    expect(calls.map((call) => [call.name, call.arguments])).toEqual([
      ["get_weather", '{"city":"Zürich"}'],
      ["get_time", '{"city":"Tōkyō"}'],
    ]);

    const results = calls.map(({ call_id, name }) => ({
      type: "function_call_output" as const,
      call_id,
      output: `${name} done`,
    }));
    const replayed = first.output as OpenAI.Responses.ResponseInputItem[];
    const second = await client().responses.create({
      model,
      input: [...input, ...replayed.map(withoutParsed), ...results],
      tools,
    });

    expect(second.output_text).toBe("The tools said: get_weather done | get_time done");
  });

  it("parses a structured response with a zod schema", async () => {
    const request = {
      model,
      input: "play:json",
      text: { format: zodTextFormat(Weather, "weather") },
    };
    const whole = await client().responses.parse(request);
    const streamed = await client().responses.stream(request).finalResponse();

    expect(whole.output_parsed).toEqual(JSON_ANSWER);
    expect(streamed.output_parsed).toEqual(JSON_ANSWER);
  });

  it("gets a summary of the model's reasoning", async () => {
    const response = await client()
      .responses.stream({
        model,
        input: "play:reasoning",
        reasoning: { effort: "low", summary: "auto" },
      })
      .finalResponse();
    const reasoning = response.output.find((item) => item.type === "reasoning");

    expect(reasoning?.summary.map(({ text }) => text).join("")).toBe(REASONING);
    expect(response.output_text).toBe(TEXT);
  });

  it("sees a response that was cut as incomplete", async () => {
    const response = await client()
      .responses.stream({ model, input: "play:length" })
      .finalResponse()
      .catch((error) => error);

    expect(response).toMatchObject({
      status: "incomplete",
      incomplete_details: { reason: "max_output_tokens" },
    });
  });

  it("completes a prompt, whole and streamed", async () => {
    const whole = await client().completions.create({ model, prompt: "Hi" });
    const stream = await client().completions.create({
      model,
      prompt: "play:unicode",
      stream: true,
    });
    let text = "";
    for await (const chunk of stream) text += chunk.choices[0]?.text ?? "";

    expect(whole).toMatchObject({ object: "text_completion", choices: [{ text: TEXT }] });
    expect(whole.usage?.total_tokens).toBe(TOKENS.total);
    expect(text).toBe(UNICODE);
  });

  it.runIf(target.embeds)(
    "embeds, in base64 as the client asks by itself, and in floats",
    async () => {
      const input = ["one", "two"];
      const encoded = await client().embeddings.create({ model: embeddingModel, input });
      const plain = await client().embeddings.create({
        model: embeddingModel,
        input: "one",
        encoding_format: "float",
      });

      expect(encoded.data.map(({ embedding }) => [...embedding])).toEqual([VECTOR, VECTOR]);
      expect(plain.data).toMatchObject([{ index: 0, embedding: VECTOR }]);
      expect(plain.usage).toEqual({ prompt_tokens: TOKENS.prompt, total_tokens: TOKENS.prompt });
    },
  );

  it.skipIf(target.embeds)("is told that the provider does not embed", async () => {
    const refusal = client().embeddings.create({ model: embeddingModel, input: "one" });

    await expect(refusal).rejects.toThrow(OpenAI.BadRequestError);
    await expect(refusal).rejects.toMatchObject({ code: "unsupported_endpoint" });
  });

  it("lists and finds the provider's models", async () => {
    const ids: string[] = [];
    for await (const { id, owned_by } of client().models.list()) {
      if (owned_by === target.name) ids.push(id);
    }
    const found = await client().models.retrieve(ids[0] ?? "");

    expect(ids.some((id) => model.endsWith(id) || id === model)).toBe(true);
    expect(found.id).toBe(ids[0]);
  });
});

/** The helper adds fields to items which the API does not take back. */
function withoutParsed(item: OpenAI.Responses.ResponseInputItem) {
  const { parsed_arguments: _parsed, ...rest } = item as unknown as Record<string, unknown>;
  return rest as unknown as OpenAI.Responses.ResponseInputItem;
}
