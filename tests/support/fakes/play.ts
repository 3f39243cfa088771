/** What a fake upstream is told to do, by words in the user's text: `play:tools play:gzip`. */
export interface Play {
  answer: Answer;
  /** The model thinks before it answers. */
  thinks: boolean;
  fault: Fault | null;
}

type Answer = "text" | "unicode" | "tool" | "tools" | "json" | "safety" | "length";

const ANSWERS: readonly string[] = [
  "text",
  "unicode",
  "tool",
  "tools",
  "json",
  "safety",
  "length",
] satisfies Answer[];

const BREAKS = [
  /** A stream whose first event is an error. */
  "first-event-error",
  /** An error event after half of the stream. */
  "late-error",
  /** The socket closes after half of the answer. */
  "cut",
  /** The stream ends in good order, but in the middle. */
  "ends-early",
  /** Half of the stream, then nothing until the caller leaves. */
  "hang",
  /** A stream without what says that it is complete, beyond its finish reason. */
  "no-ending",
  "gzip",
  "html",
  "truncated-json",
  "error-inside",
] as const;

export type Fault = (typeof BREAKS)[number] | { status: number };

/** Reads the directions in a text. An unknown one is a mistake of the test's. */
export function readPlay(text: string): Play {
  const play: Play = { answer: "text", thinks: false, fault: null };
  for (const [, word = ""] of text.matchAll(/play:([a-z0-9-]+)/g)) {
    const status = /^error-(\d{3})$/.exec(word);
    const fault = BREAKS.find((known) => known === word);
    if (status) play.fault = { status: Number(status[1]) };
    else if (fault) play.fault = fault;
    else if (word === "reasoning") play.thinks = true;
    else if (ANSWERS.includes(word)) play.answer = word as Answer;
    else throw new Error(`No play is called "${word}".`);
  }
  return play;
}

export const TEXT = "Hello from the upstream.";
export const UNICODE = "Grüezi 👋🏽 — 日本語, 🇨🇭 e\u0301 𝒳\u2028fin";
export const REASONING = "Let me think 🤔 about it.";
/** Proof that a thought is the model's own; a request that brings the thought back brings it, too. */
export const SIGNATURE = "c2lnbmF0dXJl";
export const JSON_ANSWER = { city: "Zürich", celsius: 21 };
export const CITIES = ["Zürich", "Tōkyō"] as const;
export const ERROR_MESSAGE = "The fake upstream was told to fail.";
export const VECTOR = [0.25, -0.5, 0.125];
export const SPEECH = Buffer.from(Uint8Array.from({ length: 4096 }, (_, index) => index % 256));

/** The same on every wire, so that every provider must count alike. */
export const TOKENS = { prompt: 100, cached: 40, completion: 30, reasoning: 10, total: 130 };

/** What the model says, before it is put into a wire's shape. */
export interface Speech {
  reasoning: string | null;
  text: string | null;
  calls: { name: string; arguments: string }[];
  ending: "stop" | "length" | "tool_calls" | "content_filter";
}

export interface Conversation {
  toolNames: readonly string[];
  /** Results that the conversation ends with, in order; empty when it ends with the user. */
  toolResults: readonly string[];
  /** The request asked to see the model's thoughts. */
  wantsReasoning: boolean;
}

export function speechOf({ answer, thinks }: Play, conversation: Conversation): Speech {
  const { toolNames, toolResults, wantsReasoning } = conversation;
  const reasoning = thinks && wantsReasoning ? REASONING : null;
  if (toolResults.length > 0) return said(`The tools said: ${toolResults.join(" | ")}`);
  switch (answer) {
    case "tool":
    case "tools": {
      if (toolNames.length === 0) return said("There is no tool to call.");
      const count = answer === "tool" ? 1 : 2;
      const calls = CITIES.slice(0, count).map((city, index) => ({
        name: toolNames[index % toolNames.length] as string,
        arguments: JSON.stringify({ city }),
      }));
      const text = answer === "tools" ? "I look both up." : null;
      return { reasoning, text, calls, ending: "tool_calls" };
    }
    case "safety":
      return { ...said(null), ending: "content_filter" };
    case "length":
      return { ...said("This is cut sh"), ending: "length" };
    case "json":
      return said(JSON.stringify(JSON_ANSWER));
    case "unicode":
      return said(UNICODE);
    default:
      return { ...said(TEXT), reasoning };
  }
}

function said(text: string | null): Speech {
  return { reasoning: null, text, calls: [], ending: "stop" };
}

/** A text as a model streams it, in pieces of a few characters. */
export function pieces(text: string, length = 4): string[] {
  const characters = Array.from(text);
  return Array.from({ length: Math.ceil(characters.length / length) }, (_, index) =>
    characters.slice(index * length, (index + 1) * length).join(""),
  );
}
