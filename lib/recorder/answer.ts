import type { CloseRecord } from "../protocol/call-record";
import { isObject, parseJson } from "../protocol/json";
import { asObject, asText, toJson } from "../protocol/lenient-json";
import { type SseEvent, SseParser } from "../protocol/sse";
import type { ToolCall, TraceError } from "../protocol/trace";
import { type AnswerShape, answerShapeOf } from "./answer-shape";
import { type CountedUsage, countUsage } from "./count-usage";

/** An index holds a name whole, and an index row has a limit. */
const MAX_NAME_LENGTH = 256;
const MAX_MESSAGE_LENGTH = 4_096;
/** Parsed piece by piece, so that a line too long to be parsed does not take the events before it along. */
const PIECE_BYTES = 1024 * 1024;

/** What an answer's bytes say. */
export interface Answer extends CountedUsage {
  /** The model the upstream says it ran. */
  model: string | null;
  finishReason: string | null;
  toolCalls: ToolCall[];
  text: string | null;
  ttftMs: number | null;
  /** An error the answer itself carries, in a body or in the middle of a stream. */
  error: TraceError | null;
  /** A stream in its non-streaming shape; null when the bytes already are that. */
  assembled: Buffer | null;
}

/**
 * Understands the answer of a call to `endpoint`, as a trace names it. Bytes that make no sense, and
 * answers of paths the gateway does not know, yield unknowns, never an exception.
 */
export function readAnswer(endpoint: string, closing: CloseRecord, bytes: Buffer): Answer {
  const shape = answerShapeOf(endpoint);
  const { facts, ...stream } =
    closing.format === "sse" ? readStream(shape, closing, bytes) : readWhole(shape, closing, bytes);
  return {
    model: toName(facts.model),
    ...countUsage(endpoint, closing, facts),
    finishReason: toName(facts.finishReason),
    toolCalls: facts.toolCalls,
    text: facts.text,
    error: toError(facts.error),
    ...stream,
  };
}

function readWhole(shape: AnswerShape, closing: CloseRecord, bytes: Buffer) {
  const body = closing.format === "json" ? parseJson(bytes.toString("utf8")) : null;
  return { facts: shape.read(asObject(body)), ttftMs: null, assembled: null };
}

function readStream(shape: AnswerShape, closing: CloseRecord, bytes: Buffer) {
  const assembler = shape.assembler();
  let ttftMs: number | null = null;
  for (const event of eventsOf(bytes)) {
    const hasContent = assembler.take(event.data);
    if (hasContent && ttftMs === null) ttftMs = timeOf(event.endOffset, closing.chunkTimes);
  }
  const { body, error } = assembler.finish();
  const facts = shape.read(body ?? {});
  return {
    facts: { ...facts, error: error ?? facts.error },
    ttftMs,
    assembled: body && shape.isAssembled ? Buffer.from(toJson(body)) : null,
  };
}

function* eventsOf(bytes: Buffer): Generator<SseEvent> {
  const parser = new SseParser();
  try {
    for (let start = 0; start < bytes.length; start += PIECE_BYTES) {
      yield* parser.push(bytes.subarray(start, start + PIECE_BYTES));
    }
    yield* parser.end();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
}

/** When the chunk arrived that completed the first `offset` bytes. */
function timeOf(offset: number, chunkTimes: readonly number[]): number | null {
  for (let index = 0; index < chunkTimes.length; index += 2) {
    if ((chunkTimes[index] ?? 0) >= offset) return chunkTimes[index + 1] ?? null;
  }
  return null;
}

function toName(value: unknown): string | null {
  return asText(value)?.slice(0, MAX_NAME_LENGTH) ?? null;
}

/** Some servers send an error as a sentence instead of an object. */
function toError(value: unknown): TraceError | null {
  const error = asText(value) === null ? value : { message: value };
  if (!isObject(error)) return null;
  const word = (name: unknown) => asText(typeof name === "number" ? String(name) : name);
  const message = word(error.message) ?? "The upstream sent an error without a message.";
  return {
    type: (word(error.type) ?? "upstream_error").slice(0, MAX_NAME_LENGTH),
    code: (word(error.code) ?? "upstream_error").slice(0, MAX_NAME_LENGTH),
    message: message.slice(0, MAX_MESSAGE_LENGTH),
  };
}
