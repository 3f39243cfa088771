import { setTimeout as pause } from "node:timers/promises";
import { type ChatMessage, isObject, textOfContent } from "../protocol/chat";
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
  answerChat,
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
    promptTokens: call.chat.messages.reduce((sum, message) => sum + countWords(textOf(message)), 0),
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
      "content-type": call.chat.stream ? "text/event-stream; charset=utf-8" : "application/json",
    },
    usage,
    chunks: (signal) =>
      call.chat.stream ? streamedAnswer(answer, signal) : wholeAnswer(answer, signal),
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

function wordsOf({ model, chat }: ProviderCall): string[] {
  const long = /^echo-long(?:-(\d{1,5}))?$/.exec(model);
  if (long) {
    const count = Math.min(Number(long[1] ?? DEFAULT_LONG_WORDS), MAX_LONG_WORDS);
    return Array.from({ length: count }, (_, index) => `word${index + 1}`);
  }
  const last = chat.messages.at(-1);
  return `[ECHO] Received: ${(last && textOf(last)) || "(empty)"}`.split(" ");
}

async function pauseBefore(model: string, signal: AbortSignal): Promise<void> {
  if (model === "echo-hang") await pause(HANG_MS, undefined, { signal });
  const slow = /^echo-slow(?:-(\d{1,5}))?$/.exec(model);
  if (slow) {
    const waitMs = Math.min(Number(slow[1] ?? DEFAULT_SLOW_MS), MAX_SLOW_MS);
    await pause(waitMs, undefined, { signal });
  }
}

function textOf(message: ChatMessage): string {
  return textOfContent(message.content);
}

function countWords(text: string): number {
  return text.split(/\s+/).filter(Boolean).length;
}

function asksForUsage(call: ProviderCall): boolean {
  const options = call.chat.streamOptions;
  return isObject(options) && options.include_usage === true;
}

function event(data: object): Buffer {
  return Buffer.from(`data: ${JSON.stringify(data)}\n\n`);
}

function json(data: object): Buffer {
  return Buffer.from(JSON.stringify(data));
}
