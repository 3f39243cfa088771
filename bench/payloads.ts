export const STREAM_CHUNKS = 200;
export const PACED_MODEL = /mock-paced-(\d+)/;

/** From the OpenAI API to an upstream that speaks it. */
export const LOADS = ["small", "prompt-100k", "stream-200"] as const;
/** From the OpenAI API to an upstream that speaks Anthropic's. */
export const TRANSLATED_LOADS = ["anthropic-small", "anthropic-stream-200"] as const;
export type Load = (typeof LOADS)[number] | (typeof TRANSLATED_LOADS)[number];

export function isTranslated(load: Load): boolean {
  return TRANSLATED_LOADS.some((translated) => translated === load);
}

export const LOAD_LABELS: Record<Load, string> = {
  "anthropic-small": "OpenAI to Anthropic, non-streaming, small body",
  "anthropic-stream-200": `OpenAI to Anthropic, stream of ${STREAM_CHUNKS} deltas`,
  small: "non-streaming, small body",
  "prompt-100k": "non-streaming, 100 KB prompt",
  "stream-200": `stream of ${STREAM_CHUNKS} chunks`,
};

const WORDS =
  "the model gateway records every call it forwards and keeps a trace of prompts answers tokens costs " +
  "latency errors users sessions so that teams can see what their agents did and why it took that long";
const CLAUDE = "claude-sonnet-4-5";
const LARGE_PROMPT_BYTES = 100 * 1024;

/** The request body of a load; `model` and `stream` come first, where the mock upstream looks for them. */
export function bodyOf(load: Load): string {
  switch (load) {
    case "small":
      return chat({ model: "gpt-4o-mini" }, "Say hello in five words.");
    case "prompt-100k":
      return chat({ model: "gpt-4o-mini" }, largePrompt());
    case "anthropic-small":
      return chat({ model: CLAUDE, max_tokens: 1_024 }, "Say hello in five words.");
    case "anthropic-stream-200":
      return chat({ model: CLAUDE, stream: true, max_tokens: 1_024 }, "Count to two hundred.");
    case "stream-200":
      return chat({ model: "gpt-4o-mini", stream: true }, "Count to two hundred.");
  }
}

/** A stream with one event per interval, for connections that have to stay open. */
export function pacedStreamBody(intervalMs: number): string {
  return chat({ model: `mock-paced-${intervalMs}`, stream: true }, "Count slowly.");
}

function chat(head: object, content: string): string {
  return JSON.stringify({ ...head, messages: [{ role: "user", content }] });
}

/** Words in a fixed pseudo-random order: compresses about as well as prose, and is the same in every run. */
function largePrompt(): string {
  const words = WORDS.split(" ");
  let state = 42;
  let text = "";
  while (text.length < LARGE_PROMPT_BYTES) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    text += `${words[(state >> 8) % words.length]} `;
  }
  return text;
}
