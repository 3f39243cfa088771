import { type JsonObject, parseJson } from "../../../../lib/protocol/json";
import { type Play, pieces, SIGNATURE, type Speech, speechOf, TOKENS } from "../play";
import type { WireAnswer } from "../wire";
import { conversationOf } from "./content-request";

const PIECE_LENGTH = 9;

export function contentAnswer(
  json: JsonObject,
  play: Play,
  { model, isStream }: { model: string; isStream: boolean },
): WireAnswer {
  const speech = speechOf(play, conversationOf(json));
  const envelope = { usageMetadata: usageOf(speech), modelVersion: model, responseId: "r-fake" };
  if (!isStream) return { kind: "json", body: { ...wholeOf(speech), ...envelope } };
  const frames = streamOf(speech).map((chunk) => {
    return `data: ${JSON.stringify({ ...chunk, ...envelope })}\r\n\r\n`;
  });
  // Nothing follows the chunk with the finish reason, so a stream is complete with it.
  return { kind: "stream", frames, closing: 0 };
}

function wholeOf(speech: Speech): object {
  if (speech.ending === "content_filter") return { promptFeedback: { blockReason: "SAFETY" } };
  return candidate([...thoughts(speech), ...texts(speech), ...calls(speech)], reasonOf(speech));
}

function streamOf(speech: Speech): object[] {
  if (speech.ending === "content_filter") return [wholeOf(speech)];
  const { reasoning, text } = speech;
  const parts = [
    ...pieces(reasoning ?? "", PIECE_LENGTH).map((part) => ({ text: part, thought: true })),
    ...pieces(text ?? "", PIECE_LENGTH).map((part) => ({ text: part })),
    ...calls(speech),
  ];
  const last = parts.length - 1;
  return parts.map((part, index) => candidate([part], index === last ? reasonOf(speech) : null));
}

function candidate(parts: object[], finishReason: string | null): object {
  const reason = finishReason === null ? {} : { finishReason };
  return { candidates: [{ content: { parts, role: "model" }, ...reason, index: 0 }] };
}

// The reason of an answer that ends in calls is STOP, too.
function reasonOf({ ending }: Speech): string {
  return ending === "length" ? "MAX_TOKENS" : "STOP";
}

function thoughts({ reasoning }: Speech): object[] {
  return reasoning === null ? [] : [{ text: reasoning, thought: true }];
}

function texts({ text }: Speech): object[] {
  return text === null ? [] : [{ text }];
}

/** Calls come whole and without ids; the first of them carries the thought's signature. */
function calls(speech: Speech): object[] {
  return speech.calls.map((call, index) => ({
    functionCall: { name: call.name, args: parseJson(call.arguments) },
    ...(index === 0 ? { thoughtSignature: SIGNATURE } : {}),
  }));
}

function usageOf({ reasoning }: Speech): object {
  const thoughtsTokenCount = reasoning === null ? 0 : TOKENS.reasoning;
  return {
    promptTokenCount: TOKENS.prompt,
    cachedContentTokenCount: TOKENS.cached,
    candidatesTokenCount: TOKENS.completion - thoughtsTokenCount,
    totalTokenCount: TOKENS.total,
    // Google leaves zeros out.
    ...(reasoning === null ? {} : { thoughtsTokenCount }),
  };
}
