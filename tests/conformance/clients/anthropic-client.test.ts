import Anthropic from "@anthropic-ai/sdk";
import { describe, expect, it } from "vitest";
import { eventually } from "../../support/eventually";
import { CLIENT_TARGETS, clientSuite } from "../../support/fakes/client-suite";
import {
  ERROR_MESSAGE,
  JSON_ANSWER,
  REASONING,
  TEXT,
  TOKENS,
  UNICODE,
} from "../../support/fakes/play";
import { TEST_KEY } from "../../support/gateway";

const suite = clientSuite();
const user = (content: string) => [{ role: "user" as const, content }];
const tools = ["get_weather", "get_time"].map((name) => ({
  name,
  description: "Of a city.",
  input_schema: { type: "object" as const, properties: { city: { type: "string" } } },
}));

// The client puts /v1 behind its base URL itself.
function client(options: { apiKey?: string | null; authToken?: string; timeout?: number } = {}) {
  const baseURL = suite.gateway.baseUrl.replace(/\/v1$/, "");
  return new Anthropic({ apiKey: TEST_KEY, authToken: null, baseURL, maxRetries: 0, ...options });
}

describe.each(CLIENT_TARGETS)("the Anthropic client on $name", ({ name, wire, model }) => {
  const request = (content: string) => ({ model, max_tokens: 4_096, messages: user(content) });

  it("gets a message, with its key in either header", async () => {
    const message = await client().messages.create({ ...request("Hi"), system: "Be brief." });
    const bearer = client({ apiKey: null, authToken: TEST_KEY });

    expect(message).toMatchObject({
      type: "message",
      role: "assistant",
      content: [{ type: "text", text: TEXT }],
      stop_reason: "end_turn",
      stop_sequence: null,
      usage: {
        input_tokens: TOKENS.prompt - TOKENS.cached,
        cache_read_input_tokens: TOKENS.cached,
        output_tokens: TOKENS.completion,
      },
    });
    expect((await bearer.messages.create(request("Hi"))).content).toEqual(message.content);
  });

  it("streams by its own helper, every character", async () => {
    const stream = client().messages.stream(request("play:unicode"));
    let text = "";
    stream.on("text", (delta) => {
      text += delta;
    });
    const message = await stream.finalMessage();

    expect(text).toBe(UNICODE);
    expect(message.content).toMatchObject([{ type: "text", text: UNICODE }]);
    expect(message.stop_reason).toBe("end_turn");
    expect(message.usage.output_tokens).toBe(TOKENS.completion);
  });

  it("runs a loop of parallel tools, streamed", async () => {
    const messages = user("play:tools");
    const first = await client()
      .messages.stream({ ...request(""), messages, tools })
      .finalMessage();
    const calls = first.content.filter((block) => block.type === "tool_use");

    expect(first.stop_reason).toBe("tool_use");
    expect(calls).toMatchObject([
      { name: "get_weather", input: { city: "Zürich" } },
      { name: "get_time", input: { city: "Tōkyō" } },
    ]);

    const results = calls.map(({ id, name: tool }) => ({
      type: "tool_result" as const,
      tool_use_id: id,
      content: [{ type: "text" as const, text: `${tool} done` }],
    }));
    const turns: Anthropic.MessageParam[] = [
      ...messages,
      { role: "assistant", content: first.content },
      { role: "user", content: results },
    ];
    const second = await client().messages.create({ ...request(""), messages: turns, tools });

    expect(second.content).toMatchObject([
      { type: "text", text: "The tools said: get_weather done | get_time done" },
    ]);
  });

  it("calls one tool, whole", async () => {
    const message = await client().messages.create({ ...request("play:tool"), tools });

    expect(message.stop_reason).toBe("tool_use");
    expect(message.content).toMatchObject([
      { type: "tool_use", name: "get_weather", input: { city: "Zürich" } },
    ]);
  });

  it("gets structured output", async () => {
    const schema = {
      type: "object",
      properties: { city: { type: "string" }, celsius: { type: "number" } },
      required: ["city", "celsius"],
      additionalProperties: false,
    };
    const message = await client().messages.create({
      ...request("play:json"),
      output_config: { format: { type: "json_schema", schema } },
    });
    const [block] = message.content;

    expect(block?.type === "text" && JSON.parse(block.text)).toEqual(JSON_ANSWER);
  });

  it("gets the model's thinking before its answer, whole and streamed", async () => {
    const thinking = { type: "enabled" as const, budget_tokens: 2_048 };
    const asked = { ...request("play:reasoning"), thinking };
    const whole = await client().messages.create(asked);
    const streamed = await client().messages.stream(asked).finalMessage();

    for (const message of [whole, streamed]) {
      expect(message.content).toMatchObject([
        { type: "thinking", thinking: REASONING },
        { type: "text", text: TEXT },
      ]);
    }
  });

  it("is told why an answer ended", async () => {
    const cut = await client().messages.create(request("play:length"));
    const refused = await client().messages.stream(request("play:safety")).finalMessage();

    expect(cut.stop_reason).toBe("max_tokens");
    expect(refused.stop_reason).toBe("refusal");
  });

  it("counts tokens, at the provider or by estimate", async () => {
    const { max_tokens: _none, ...asked } = request("How many tokens are these words?");
    const { input_tokens } = await client().messages.countTokens(asked);

    if (wire === "anthropic") expect(input_tokens).toBe(TOKENS.prompt);
    else expect(input_tokens).toBeGreaterThan(4);
  });

  it.each([
    [400, Anthropic.BadRequestError],
    [401, Anthropic.AuthenticationError],
    [403, Anthropic.PermissionDeniedError],
    [404, Anthropic.NotFoundError],
    [409, Anthropic.ConflictError],
    [422, Anthropic.UnprocessableEntityError],
    [429, Anthropic.RateLimitError],
    [500, Anthropic.InternalServerError],
    [529, Anthropic.InternalServerError],
  ])("raises the class of status %i with the provider's words", async (status, errorClass) => {
    const asked = request(`play:error-${status}`);
    const whole = await client()
      .messages.create(asked)
      .catch((e) => e);
    const streamed = await client()
      .messages.create({ ...asked, stream: true })
      .catch((e) => e);

    for (const error of [whole, streamed]) {
      expect(error).toBeInstanceOf(errorClass);
      expect(error.error).toMatchObject({ type: "error", error: { type: expect.any(String) } });
      expect(error.error.error.message).toContain(ERROR_MESSAGE);
    }
  });

  it("raises AuthenticationError for a wrong Prysm key, and names what is wrong with a message", async () => {
    const stranger = client({ apiKey: `sk-prysm-${"0".repeat(64)}` });
    const wrong = { ...request(""), messages: [{ role: "robot", content: "Hi" }] as never };
    const error = await client()
      .messages.create(wrong)
      .catch((e) => e);

    await expect(stranger.messages.create(request("Hi"))).rejects.toThrow(
      Anthropic.AuthenticationError,
    );
    expect(error).toBeInstanceOf(Anthropic.BadRequestError);
    expect(error.message).toContain("messages");
  });

  it("raises an HTTP error for a stream that begins with an error", async () => {
    const asked = { ...request("play:first-event-error"), stream: true as const };

    await expect(client().messages.create(asked)).rejects.toThrow(Anthropic.InternalServerError);
  });

  it.each(["late-error", "cut", "ends-early"])(
    "raises an error for a stream that meets %s",
    async (fault) => {
      const stream = client().messages.stream(request(`play:unicode play:${fault}`));

      await expect(stream.finalMessage()).rejects.toThrow(Anthropic.AnthropicError);
    },
  );

  it("lets the upstream go when it aborts a stream", async () => {
    const mark = `abort of a message on ${name}`;
    const stream = client().messages.stream(request(`${mark} play:hang`));
    stream.on("text", () => stream.abort());

    await expect(stream.done()).rejects.toThrow(Anthropic.APIUserAbortError);
    const call = await suite.fakes[wire].seen(mark);
    await eventually(() => call.isAborted);
  });
});
