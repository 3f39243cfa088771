import { ChatAssembler } from "../protocol/assemble-chat";
import type { CloseRecord } from "../protocol/call-record";
import { isObject, textOfContent } from "../protocol/chat";
import { SseParser } from "../protocol/sse";
import type { ToolCall, TraceError, Usage } from "../protocol/trace";

/** An index holds a name whole, and an index row has a limit. */
const MAX_NAME_LENGTH = 256;
const MAX_MESSAGE_LENGTH = 4_096;

/** What an answer's bytes say. */
export interface Answer {
  /** The model the upstream says it ran. */
  model: string | null;
  usage: Usage;
  finishReason: string | null;
  toolCalls: ToolCall[];
  text: string | null;
  ttftMs: number | null;
  /** An error the answer itself carries, in a body or in the middle of a stream. */
  error: TraceError | null;
  /** A stream in its non-streaming shape; null when the bytes already are that. */
  assembled: Buffer | null;
}

/** Understands the answer of a chat call; bytes that make no sense yield unknowns, never an exception. */
export function readAnswer(closing: CloseRecord, bytes: Buffer): Answer {
  if (closing.format === "sse") return readStream(closing, bytes);
  const completion = closing.format === "json" ? parseJson(bytes.toString("utf8")) : null;
  return { ...readCompletion(completion, closing), ttftMs: null, assembled: null };
}

function readStream(closing: CloseRecord, bytes: Buffer): Answer {
  const assembler = new ChatAssembler();
  let ttftMs: number | null = null;
  for (const event of eventsOf(bytes)) {
    const hasContent = assembler.take(event.data);
    if (hasContent && ttftMs === null) ttftMs = timeOf(event.endOffset, closing.chunkTimes);
  }
  const { completion, error } = assembler.finish();
  const answer = readCompletion(completion, closing);
  return {
    ...answer,
    ttftMs,
    error: error ? toError(error) : answer.error,
    assembled: completion && Buffer.from(JSON.stringify(completion)),
  };
}

function eventsOf(bytes: Buffer) {
  const parser = new SseParser();
  try {
    return [...parser.push(bytes), ...parser.end()];
  } catch {
    return [];
  }
}

/** When the chunk arrived that completed the first `offset` bytes. */
function timeOf(offset: number, chunkTimes: readonly number[]): number | null {
  for (let index = 0; index < chunkTimes.length; index += 2) {
    if ((chunkTimes[index] ?? 0) >= offset) return chunkTimes[index + 1] ?? null;
  }
  return null;
}

function readCompletion(completion: unknown, closing: CloseRecord) {
  const body = isObject(completion) ? completion : {};
  const first = Array.isArray(body.choices) ? body.choices[0] : undefined;
  const choice = isObject(first) ? first : {};
  const message = isObject(choice.message) ? choice.message : {};
  return {
    model: typeof body.model === "string" ? body.model.slice(0, MAX_NAME_LENGTH) : null,
    usage: readUsage(body.usage, closing),
    finishReason:
      typeof choice.finish_reason === "string"
        ? choice.finish_reason.slice(0, MAX_NAME_LENGTH)
        : null,
    toolCalls: readToolCalls(message.tool_calls),
    text: textOf(message),
    error: isObject(body.error) ? toError(body.error) : null,
  };
}

function textOf(message: Record<string, unknown>): string | null {
  const text = textOfContent(message.content) || message.refusal || message.reasoning_content;
  return typeof text === "string" && text !== "" ? text : null;
}

function readUsage(value: unknown, closing: CloseRecord): Usage {
  const usage = isObject(value) ? value : {};
  const promptTokens = count(usage.prompt_tokens) ?? closing.usage?.promptTokens ?? null;
  const completionTokens =
    count(usage.completion_tokens) ?? closing.usage?.completionTokens ?? null;
  const isKnown = promptTokens !== null || completionTokens !== null;
  const sum = isKnown ? (promptTokens ?? 0) + (completionTokens ?? 0) : null;
  return {
    promptTokens,
    completionTokens,
    totalTokens: count(usage.total_tokens) ?? sum,
    cachedTokens: count(detail(usage.prompt_tokens_details, "cached_tokens")),
    cacheWriteTokens: null,
    reasoningTokens: count(detail(usage.completion_tokens_details, "reasoning_tokens")),
    isEstimated: false,
  };
}

function detail(details: unknown, name: string): unknown {
  return isObject(details) ? details[name] : undefined;
}

function count(value: unknown): number | null {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

function readToolCalls(value: unknown): ToolCall[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isObject).map((call) => {
    const called = isObject(call.function) ? call.function : {};
    return {
      id: typeof call.id === "string" ? call.id : null,
      name: typeof called.name === "string" ? called.name : "",
      arguments: typeof called.arguments === "string" ? called.arguments : "",
    };
  });
}

function toError(error: Record<string, unknown>): TraceError {
  const text = (value: unknown, otherwise: string) =>
    typeof value === "string" || typeof value === "number" ? String(value) : otherwise;
  return {
    type: text(error.type, "upstream_error").slice(0, MAX_NAME_LENGTH),
    code: text(error.code, "upstream_error").slice(0, MAX_NAME_LENGTH),
    message: text(error.message, "The upstream sent an error without a message.").slice(
      0,
      MAX_MESSAGE_LENGTH,
    ),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
