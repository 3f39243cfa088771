import { expect, it } from "vitest";
import type { Api } from "../../../lib/protocol/api";
import type { Provider } from "../../../lib/providers/provider";
import { SPEECH, TOKENS, VECTOR } from "../../support/fakes/play";
import { readEvents, type Seat } from "./seat";

export function serves(provider: Provider, api: Api): boolean {
  return provider.transport === "http" ? api in provider.endpoints : api in provider.answers;
}

/** The APIs that every provider serves, itself or over its chat. */
export function describeBridgedApis(seat: () => Seat): void {
  it("answers Anthropic's clients, streamed", async () => {
    const response = await seat().post("/messages", {
      max_tokens: 256,
      messages: [{ role: "user", content: "Hi there" }],
      stream: true,
    });
    const events = await readEvents(response);
    const texts = events.map(({ data }) => (data.delta as { text?: string } | undefined)?.text);

    expect(response.headers.get("x-prysm-provider")).toBe(seat().provider.id);
    expect(events[0]?.data.type).toBe("message_start");
    expect(texts.join("")).toBe(seat().plainAnswer("Hi there"));
    expect(events.at(-1)?.data.type).toBe("message_stop");
  });

  it("answers the Responses API, streamed", async () => {
    const response = await seat().post("/responses", { input: "Hi there", stream: true });
    const events = await readEvents(response);
    const texts = events
      .filter(({ name }) => name === "response.output_text.delta")
      .map(({ data }) => data.delta);

    expect(events[0]?.data.type).toBe("response.created");
    expect(texts.join("")).toBe(seat().plainAnswer("Hi there"));
    expect(events.at(-1)?.data.type).toBe("response.completed");
  });
}

export function describeOtherApis(seat: () => Seat): void {
  it("answers the messages, responses and completions APIs whole", async () => {
    const messages = [{ role: "user", content: "Hi there" }];
    const message = await (await seat().post("/messages", { max_tokens: 256, messages })).json();
    const response = await (await seat().post("/responses", { input: "Hi there" })).json();
    const completion = await (await seat().post("/completions", { prompt: "Hi there" })).json();

    const text = seat().plainAnswer("Hi there");
    expect(message).toMatchObject({
      type: "message",
      content: [{ text }],
      stop_reason: "end_turn",
    });
    expect(response).toMatchObject({ object: "response", status: "completed" });
    expect(response.output.at(-1).content[0].text).toBe(text);
    expect(completion).toMatchObject({ object: "text_completion", choices: [{ text }] });
  });

  it("counts the tokens of a message", async () => {
    const messages = [{ role: "user", content: "Hi there, how many are we?" }];
    const response = await seat().post("/messages/count_tokens", { messages });

    expect(response.status).toBe(200);
    expect((await response.json()).input_tokens).toBeGreaterThan(4);
  });

  it("embeds where it can, and says so where it cannot", async () => {
    const body = { model: seat().embeddingModel, input: ["Hi", "there"] };
    const response = await seat().post("/embeddings", body);
    const answer = await response.json();

    if (!serves(seat().provider, "embeddings")) {
      expect(response.status).toBe(400);
      return expect(answer.error.code).toBe("unsupported_endpoint");
    }
    expect(answer).toMatchObject({ object: "list", data: [{ index: 0 }, { index: 1 }] });
    const encoded = await seat().post("/embeddings", { ...body, encoding_format: "base64" });
    const [{ embedding }] = (await encoded.json()).data;
    expect(floatsOf(embedding)).toEqual(answer.data[0].embedding.map(Math.fround));
    if (seat().provider.transport === "http") {
      expect(answer.data[0].embedding).toEqual(VECTOR);
      expect(answer.usage.prompt_tokens).toBe(TOKENS.prompt);
    }
  });

  it("passes other paths through, or says that it cannot", async () => {
    const trace = await seat().traceOf(async (headers) => {
      const response = await seat().fetch("/files", { headers });
      const canPass = serves(seat().provider, "passthrough");
      expect(response.status).toBe(canPass ? 200 : 400);
      const answer = await response.json();
      if (!canPass) expect(answer.error.code).toBe("unsupported_endpoint");
    });

    expect(trace).toMatchObject({ endpoint: "files" });
  });
}

function floatsOf(base64: string): number[] {
  const bytes = Uint8Array.from(Buffer.from(base64, "base64"));
  return [...new Float32Array(bytes.buffer)];
}

/** Paths that the gateway does not look into, on providers that have OpenAI's. */
export function describeRawPaths(seat: () => Seat): void {
  it("passes speech through byte by byte, with one trace", async () => {
    const trace = await seat().traceOf(async (headers) => {
      const body = { model: "tts-1", input: "Hi", voice: "alloy" };
      const response = await seat().post("/audio/speech", body, headers);

      expect(response.headers.get("content-type")).toBe("audio/mpeg");
      expect(Buffer.from(await response.arrayBuffer()).equals(SPEECH)).toBe(true);
    });

    expect(trace).toMatchObject({ status: "success", endpoint: "audio.speech" });
    expect(trace.model_requested).toBe("tts-1");
  });

  it("passes an upload through, with one trace", async () => {
    const trace = await seat().traceOf(async (headers) => {
      const form = new FormData();
      form.set("model", "whisper-1");
      form.set("file", new Blob([SPEECH], { type: "audio/mpeg" }), "speech.mp3");
      const init = { method: "POST", body: form, headers };
      const response = await seat().fetch("/audio/transcriptions", init);

      expect(await response.json()).toEqual({ text: "Hello from the tape." });
    });

    expect(trace).toMatchObject({ status: "success", endpoint: "audio.transcriptions" });
    expect(trace.model_requested).toBe("whisper-1");
  });

  it("passes a moderation through, with one trace", async () => {
    const trace = await seat().traceOf(async (headers) => {
      const body = { model: "omni-moderation-latest", input: "Hi" };
      const response = await seat().post("/moderations", body, headers);

      expect(await response.json()).toMatchObject({ results: [{ flagged: false }] });
    });

    expect(trace).toMatchObject({ status: "success", endpoint: "moderations" });
  });
}
