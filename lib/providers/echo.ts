import { setTimeout as pause } from "node:timers/promises";
import { textOfContent } from "../protocol/chat";
import { isObject } from "../protocol/json";
import type { LocalAnswer, LocalProvider, ProviderCall } from "./provider";

/**
 * Answers with what it was sent, needs no key, and plays the upstream that tests need. The model's name
 * decides (docs/echo.md): the same call always gets the same words.
 */
export const echo: LocalProvider = {
  id: "echo",
  label: "Echo",
  transport: "local",
  models: ["echo-v1", "echo-long", "echo-slow", "echo-error-500", "echo-die", "echo-hang"],
  modelFamily: /^echo/,
  answers: { "chat.completions": answerChat, embeddings: answerEmbeddings },
};

const DEFAULT_LONG_WORDS = 1_000;
const MAX_LONG_WORDS = 20_000;
const DEFAULT_SLOW_MS = 250;
const MAX_SLOW_MS = 60_000;
const HANG_MS = 3_600_000;

function answerChat(call: ProviderCall): LocalAnswer {
  const error = /^echo-error-([45]\d\d)$/.exec(call.model);
  if (error) return errorAnswer(Number(error[1]), call.model);
  const words = wordsOf(call);
  const usage = {
    promptTokens: messagesOf(call).reduce((sum, text) => sum + countWords(text), 0),
    completionTokens: words.length,
  };
  const answer = {
    call,
    words,
    usage,
    model: call.model.startsWith("echo") ? call.model : "echo-v1",
  };
  return {
    status: 200,
    headers: {
      "content-type": call.isStream ? "text/event-stream; charset=utf-8" : "application/json",
    },
    usage,
    chunks: (signal) =>
      call.isStream ? streamedAnswer(answer, signal) : wholeAnswer(answer, signal),
  };
}

interface EchoAnswer {
  call: ProviderCall;
  words: string[];
  usage: { promptTokens: number; completionTokens: number };
  model: string;
}

async function* wholeAnswer(answer: EchoAnswer, signal: AbortSignal): AsyncGenerator<Buffer> {
  await pauseBefore(answer.model, signal);
  if (answer.model === "echo-die") throw new Error("The echo provider closed the connection.");
  yield json({
    ...envelope(answer, "chat.completion"),
    choices: [
      {
        index: 0,
        message: { role: "assistant", content: answer.words.join(" "), refusal: null },
        logprobs: null,
        finish_reason: "stop",
      },
    ],
    usage: usageObject(answer),
  });
}

async function* streamedAnswer(answer: EchoAnswer, signal: AbortSignal): AsyncGenerator<Buffer> {
  const { words, model } = answer;
  yield event(chunk(answer, { role: "assistant", content: "" }, null));
  for (const [index, word] of words.entries()) {
    await pauseBefore(model, signal);
    if (model === "echo-die" && index === Math.ceil(words.length / 2)) {
      throw new Error("The echo provider closed the connection mid-stream.");
    }
    const isLast = index === words.length - 1;
    yield event(chunk(answer, { content: isLast ? word : `${word} ` }, null));
  }
  yield event(chunk(answer, {}, "stop"));
  if (asksForUsage(answer.call)) {
    yield event({
      ...envelope(answer, "chat.completion.chunk"),
      choices: [],
      usage: usageObject(answer),
    });
  }
  yield Buffer.from("data: [DONE]\n\n");
}

function envelope(answer: EchoAnswer, object: string) {
  return {
    id: `echo-${answer.call.id}`,
    object,
    created: Math.floor(answer.call.receivedAtMs / 1000),
    model: answer.model,
  };
}

function chunk(answer: EchoAnswer, delta: object, finishReason: string | null) {
  return {
    ...envelope(answer, "chat.completion.chunk"),
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finishReason }],
    ...(asksForUsage(answer.call) ? { usage: null } : {}),
  };
}

function usageObject({ usage }: EchoAnswer) {
  return {
    prompt_tokens: usage.promptTokens,
    completion_tokens: usage.completionTokens,
    total_tokens: usage.promptTokens + usage.completionTokens,
  };
}

function errorAnswer(status: number, model: string): LocalAnswer {
  const message = `The test model ${model} always answers ${status}.`;
  const body = { error: { message, type: "echo_error", param: null, code: `echo_${status}` } };
  return {
    status,
    headers: {
      "content-type": "application/json",
      ...(status === 429 || status === 503 ? { "retry-after": "1" } : {}),
    },
    usage: null,
    async *chunks() {
      yield json(body);
    },
  };
}

function wordsOf(call: ProviderCall): string[] {
  const { model } = call;
  const long = /^echo-long(?:-(\d{1,5}))?$/.exec(model);
  if (long) {
    const count = Math.min(Number(long[1] ?? DEFAULT_LONG_WORDS), MAX_LONG_WORDS);
    return Array.from({ length: count }, (_, index) => `word${index + 1}`);
  }
  return `[ECHO] Received: ${messagesOf(call).at(-1) || "(empty)"}`.split(" ");
}

async function pauseBefore(model: string, signal: AbortSignal): Promise<void> {
  if (model === "echo-hang") await pause(HANG_MS, undefined, { signal });
  const slow = /^echo-slow(?:-(\d{1,5}))?$/.exec(model);
  if (slow) {
    const waitMs = Math.min(Number(slow[1] ?? DEFAULT_SLOW_MS), MAX_SLOW_MS);
    await pause(waitMs, undefined, { signal });
  }
}

function messagesOf({ json }: ProviderCall): string[] {
  const messages = Array.isArray(json.messages) ? json.messages.filter(isObject) : [];
  return messages.map((message) => textOfContent(message.content));
}

function countWords(text: string): number {
  return text.split(/\s+/).filter(Boolean).length;
}

function asksForUsage(call: ProviderCall): boolean {
  const options = call.json.stream_options;
  return isObject(options) && options.include_usage === true;
}

function event(data: object): Buffer {
  return Buffer.from(`data: ${JSON.stringify(data)}\n\n`);
}

function json(data: object): Buffer {
  return Buffer.from(JSON.stringify(data));
}

const DEFAULT_DIMENSIONS = 256;
const MAX_DIMENSIONS = 4_096;

/** The same text always gets the same vector of length 1; different texts get unrelated ones. */
function answerEmbeddings(call: ProviderCall): LocalAnswer {
  const { input, dimensions, encoding_format: format } = call.json;
  const size =
    typeof dimensions === "number" ? Math.min(dimensions, MAX_DIMENSIONS) : DEFAULT_DIMENSIONS;
  const isOne = typeof input === "string" || (Array.isArray(input) && typeof input[0] === "number");
  const inputs: unknown[] = Array.isArray(input) && !isOne ? input : [input];
  const promptTokens = inputs.reduce((sum: number, text) => sum + countTokens(text), 0);
  const data = inputs.map((text, index) => {
    const vector = vectorOf(JSON.stringify(text), size);
    const embedding = format === "base64" ? toBase64(vector) : [...vector];
    return { object: "embedding", index, embedding };
  });
  const usage = { prompt_tokens: promptTokens, total_tokens: promptTokens };
  return {
    status: 200,
    headers: { "content-type": "application/json" },
    usage: { promptTokens, completionTokens: 0 },
    async *chunks() {
      yield json({ object: "list", data, model: call.model, usage });
    },
  };
}

function countTokens(input: unknown): number {
  return Array.isArray(input) ? input.length : countWords(String(input));
}

// A linear congruential generator (Numerical Recipes) seeded with a hash of the text (FNV-1a).
function vectorOf(text: string, size: number): Float32Array {
  let state = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    state = Math.imul(state ^ text.charCodeAt(index), 0x01000193);
  }
  const values = Float32Array.from({ length: size }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return state / 2 ** 31;
  });
  const length = Math.hypot(...values) || 1;
  return values.map((value) => value / length);
}

function toBase64(vector: Float32Array): string {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString("base64");
}
