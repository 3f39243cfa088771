import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { OwnChatReader } from "../../lib/gateway/read-own-chat";
import { Translation } from "../../lib/gateway/translation";
import { anthropic } from "../../lib/providers/anthropic/index";
import { gemini } from "../../lib/providers/gemini/index";
import type { AnswerReader, HttpProvider, ProviderCall } from "../../lib/providers/provider";
import { median } from "../statistics";

const SIZES_MB = [1, 10] as const;
const ROUNDS = 7;
/** As much as one read of a socket brings. */
const READ_BYTES = 64 * 1024;
const MB = 1024 * 1024;

export interface DecoderFigures {
  decoder: string;
  /** Milliseconds for each size. */
  tookMs: { sizeMb: number; medianMs: number }[];
  /** Time for 10 MB by time for 1 MB; 10 is linear. */
  growth: number;
  /** How much the heap holds beyond the input while the last of 10 MB is decoded. */
  heldMb: number;
}

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** Decodes streams of 1 MB and 10 MB in this process, without any socket. */
export function measureDecoders(): DecoderFigures[] {
  return [
    measure("Chat Completions", () => new OwnChatReader("bench"), chatEvent, "data: [DONE]\n\n"),
    measure("Anthropic", readerOf(anthropic), anthropicEvent, ANTHROPIC_END, ANTHROPIC_START),
    measure("Gemini", readerOf(gemini), geminiEvent, GEMINI_END),
  ];
}

function readerOf(provider: HttpProvider): () => AnswerReader {
  return () => {
    const reader = provider.endpoints["chat.completions"]?.readAnswer?.(CALL);
    if (!reader) throw new Error(`${provider.id} does not translate chat.`);
    return reader;
  };
}

function measure(
  decoder: string,
  createReader: () => AnswerReader,
  event: (index: number) => string,
  end: string,
  start = "",
): DecoderFigures {
  let heldMb = 0;
  const tookMs = SIZES_MB.map((sizeMb) => {
    const input = streamOf(sizeMb * MB, event, start, end);
    const rounds = Array.from({ length: ROUNDS }, () => {
      const round = decode(input, createReader());
      heldMb = Math.max(heldMb, round.heldMb);
      return round.tookMs;
    });
    return { sizeMb, medianMs: median(rounds) ?? 0 };
  });
  const [small, large] = tookMs;
  return { decoder, tookMs, growth: (large?.medianMs ?? 0) / (small?.medianMs ?? 1), heldMb };
}

function decode(input: Buffer, reader: AnswerReader): { tookMs: number; heldMb: number } {
  const translation = new Translation({
    provider: "bench",
    reader,
    bridged: null,
    terminator: "",
    hasOwnFailure: false,
    wantsUsage: false,
  });
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  const startedAt = performance.now();
  for (let at = 0; at < input.length; at += READ_BYTES) {
    translation.push(input.subarray(at, at + READ_BYTES));
    translation.throwFailure();
  }
  const tookMs = performance.now() - startedAt;
  collectGarbage();
  const heldMb = (process.memoryUsage().heapUsed - before) / MB;
  translation.end();
  translation.throwFailure();
  return { tookMs, heldMb };
}

function streamOf(
  bytes: number,
  event: (index: number) => string,
  start: string,
  end: string,
): Buffer {
  const parts = [Buffer.from(start)];
  for (let length = 0, index = 0; length < bytes; index++) {
    const part = Buffer.from(event(index));
    parts.push(part);
    length += part.length;
  }
  return Buffer.concat([...parts, Buffer.from(end)]);
}

const CALL: ProviderCall = {
  id: "bench",
  receivedAtMs: 0,
  api: "chat.completions",
  model: "bench",
  json: { model: "bench", stream: true, messages: [{ role: "user", content: "Count." }] },
  body: Buffer.alloc(0),
  isStream: true,
  headers: {},
  raw: null,
};

function named(event: { type: string }): string {
  return `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}

const ANTHROPIC_START = [
  {
    type: "message_start",
    message: {
      ...{ id: "msg_1", type: "message", role: "assistant", model: "bench", content: [] },
      ...{ stop_reason: null, stop_sequence: null, usage: { input_tokens: 1, output_tokens: 1 } },
    },
  },
  { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
]
  .map(named)
  .join("");

const ANTHROPIC_END = [
  { type: "content_block_stop", index: 0 },
  { type: "message_delta", delta: { stop_reason: "end_turn" }, usage: { output_tokens: 9 } },
  { type: "message_stop" },
]
  .map(named)
  .join("");

function anthropicEvent(index: number): string {
  const delta = { type: "text_delta", text: ` word${index}` };
  return named({ type: "content_block_delta", index: 0, delta } as { type: string });
}

function geminiEvent(index: number): string {
  const content = { role: "model", parts: [{ text: ` word${index}` }] };
  return `data: ${JSON.stringify({ candidates: [{ content, index: 0 }] })}\r\n\r\n`;
}

const GEMINI_END = `data: ${JSON.stringify({
  candidates: [
    { content: { role: "model", parts: [{ text: "." }] }, finishReason: "STOP", index: 0 },
  ],
})}\r\n\r\n`;

function chatEvent(index: number): string {
  const choices = [{ index: 0, delta: { content: ` word${index}` }, finish_reason: null }];
  const chunk = { id: "c", object: "chat.completion.chunk", created: 1, model: "bench", choices };
  return `data: ${JSON.stringify(chunk)}\n\n`;
}
