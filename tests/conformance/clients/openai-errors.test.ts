import OpenAI from "openai";
import { describe, expect, it } from "vitest";
import { eventually } from "../../support/eventually";
import { CLIENT_TARGETS, clientSuite } from "../../support/fakes/client-suite";
import { ERROR_MESSAGE } from "../../support/fakes/play";
import { TEST_KEY } from "../../support/gateway";

const suite = clientSuite();
const client = (options: { timeout?: number; apiKey?: string } = {}) =>
  new OpenAI({ apiKey: TEST_KEY, baseURL: suite.gateway.baseUrl, maxRetries: 0, ...options });
const user = (content: string) => [{ role: "user" as const, content }];

async function readAll<T>(stream: AsyncIterable<T>, take?: (part: T) => void): Promise<void> {
  for await (const part of stream) take?.(part);
}

describe.each(CLIENT_TARGETS)("the openai client's errors on $name", ({ name, wire, model }) => {
  it.each([
    [400, OpenAI.BadRequestError],
    [401, OpenAI.AuthenticationError],
    [403, OpenAI.PermissionDeniedError],
    [404, OpenAI.NotFoundError],
    [409, OpenAI.ConflictError],
    [422, OpenAI.UnprocessableEntityError],
    [429, OpenAI.RateLimitError],
    [500, OpenAI.InternalServerError],
    [503, OpenAI.InternalServerError],
    [529, OpenAI.InternalServerError],
  ])(
    "raises the class of status %i with the provider's words, whole and streamed",
    async (status, errorClass) => {
      const messages = user(`play:error-${status}`);
      const whole = await client()
        .chat.completions.create({ model, messages })
        .catch((e) => e);
      const streamed = await client()
        .chat.completions.create({ model, messages, stream: true })
        .catch((e) => e);
      const asResponse = await client()
        .responses.create({ model, input: messages })
        .catch((e) => e);

      for (const error of [whole, streamed, asResponse]) {
        expect(error).toBeInstanceOf(errorClass);
        expect(error.status).toBe(status);
        expect(error.message).toContain(ERROR_MESSAGE);
      }
    },
  );

  it("tells a wrong key of the provider's from a wrong key of Prysm's", async () => {
    const messages = user("play:error-401");
    const upstreams = await client()
      .chat.completions.create({ model, messages })
      .catch((e) => e);
    const own = await client({ apiKey: `sk-prysm-${"0".repeat(64)}` })
      .chat.completions.create({ model, messages })
      .catch((e) => e);

    expect(upstreams.code).toBe("provider_auth_error");
    expect(own).toBeInstanceOf(OpenAI.AuthenticationError);
    expect(own.code).toBe("invalid_api_key");
  });

  it("names the field that is wrong", async () => {
    const messages = [{ role: "robot", content: "Hi" }] as never;
    const error = await client()
      .chat.completions.create({ model, messages })
      .catch((e) => e);

    expect(error).toBeInstanceOf(OpenAI.BadRequestError);
    expect(error.param).toBe("messages[0].role");
  });

  it.each(["late-error", "cut", "ends-early"])(
    "raises an APIError for a stream that meets %s",
    async (fault) => {
      const messages = user(`play:unicode play:${fault}`);
      const chat = await client().chat.completions.create({ model, messages, stream: true });
      const helper = client().chat.completions.stream({ model, messages });

      await expect(readAll(chat)).rejects.toThrow(OpenAI.APIError);
      await expect(helper.finalChatCompletion()).rejects.toThrow(OpenAI.OpenAIError);
    },
  );

  it.each(["late-error", "cut", "ends-early"])(
    "never completes a response whose stream meets %s",
    async (fault) => {
      const input = user(`play:unicode play:${fault}`);
      const stream = await client().responses.create({ model, input, stream: true });
      const types: string[] = [];
      const thrown = await readAll(stream, (event) => types.push(event.type)).catch((e) => e);

      expect(types).toContain("response.created");
      expect(types).not.toContain("response.completed");
      expect(thrown ?? types.at(-1)).toEqual(
        thrown ? expect.any(OpenAI.APIError) : "response.failed",
      );
    },
  );

  it("raises an HTTP error for a stream that begins with an error", async () => {
    const messages = user("play:first-event-error");
    const stream = client().chat.completions.create({ model, messages, stream: true });

    await expect(stream).rejects.toThrow(OpenAI.InternalServerError);
    await expect(stream).rejects.toThrow(ERROR_MESSAGE);
  });

  it.each(["html", "truncated-json", "error-inside", "cut"])(
    "raises an InternalServerError for a whole answer that is %s",
    async (fault) => {
      const messages = user(`play:${fault}`);
      const error = await client()
        .chat.completions.create({ model, messages })
        .catch((e) => e);

      expect(error).toBeInstanceOf(OpenAI.InternalServerError);
      expect(error.status).toBe(502);
    },
  );

  it("times out while the upstream hangs, which is let go", async () => {
    const mark = `timeout on ${name}`;
    const messages = user(`${mark} play:hang`);
    const error = await client({ timeout: 150 })
      .chat.completions.create({ model, messages })
      .catch((e) => e);

    expect(error).toBeInstanceOf(OpenAI.APIConnectionTimeoutError);
    const call = await suite.fakes[wire].seen(mark);
    await eventually(() => call.isAborted);
  });

  it("lets the upstream go when it aborts a stream", async () => {
    const mark = `abort on ${name}`;
    const messages = user(`${mark} play:hang`);
    const stream = await client().chat.completions.create({ model, messages, stream: true });
    for await (const _chunk of stream) break;

    const call = await suite.fakes[wire].seen(mark);
    await eventually(() => call.isAborted);
  });
});
