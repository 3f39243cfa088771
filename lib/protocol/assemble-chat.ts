import { isObject, type JsonObject, parseJson } from "./json";
import { StreamedExtras } from "./streamed-extras";

/** The non-streaming shape of a streamed chat completion, as far as it came. */
export interface AssembledChat {
  /** A `chat.completion` object; null when the stream held no chunk. */
  completion: Record<string, unknown> | null;
  /** The `error` object of a stream that ended in one. */
  error: Record<string, unknown> | null;
  /** The upstream said it was done: `[DONE]` or a finish reason. */
  isComplete: boolean;
}

interface Choice {
  index: number;
  role: string;
  content: string | null;
  refusal: string | null;
  reasoning: string | null;
  extras: StreamedExtras;
  toolCalls: Map<number, StreamedToolCall>;
  logprobs: unknown[];
  finishReason: string | null;
}

interface StreamedToolCall {
  id: string | null;
  type: string;
  name: string;
  arguments: string;
  /** A custom tool takes any text instead of JSON arguments. */
  custom: { name: string; input: string } | null;
  extraContent: JsonObject | null;
}

/** Folds the chunks of one stream, in order, into the completion they spell out. */
export class ChatAssembler {
  #head: Record<string, unknown> | null = null;
  #usage: unknown = null;
  #error: Record<string, unknown> | null = null;
  #isDone = false;
  readonly #choices = new Map<number, Choice>();

  /** Takes the data of one event; says whether it carried the first kind of content a reader waits for. */
  take(data: string): boolean {
    if (data === "[DONE]") {
      this.#isDone = true;
      return false;
    }
    const chunk = parseJson(data);
    return isObject(chunk) && this.takeChunk(chunk);
  }

  /** The same for a chunk that is parsed already. */
  takeChunk(chunk: Record<string, unknown>): boolean {
    if (isObject(chunk.error)) {
      this.#error = chunk.error;
      return false;
    }
    this.#head ??= chunk;
    const usage = chunk.usage ?? (isObject(chunk.x_groq) ? chunk.x_groq.usage : null);
    if (isObject(usage)) this.#usage = usage;
    const choices = Array.isArray(chunk.choices) ? chunk.choices : [];
    return choices.map((choice) => this.#takeChoice(choice)).some(Boolean);
  }

  finish(): AssembledChat {
    const choices = [...this.#choices.values()].sort((a, b) => a.index - b.index);
    const isFinished =
      choices.length > 0 && choices.every((choice) => choice.finishReason !== null);
    return {
      completion: this.#head && this.#toCompletion(this.#head, choices),
      error: this.#error,
      isComplete: this.#error === null && (this.#isDone || isFinished),
    };
  }

  #toCompletion(head: Record<string, unknown>, choices: Choice[]): Record<string, unknown> {
    const { id, created, model, system_fingerprint, service_tier } = head;
    return {
      id,
      object: "chat.completion",
      created,
      model,
      ...(service_tier === undefined ? {} : { service_tier }),
      ...(system_fingerprint === undefined ? {} : { system_fingerprint }),
      choices: choices.map(toChoiceObject),
      ...(this.#usage === null ? {} : { usage: this.#usage }),
    };
  }

  #takeChoice(value: unknown): boolean {
    if (!isObject(value)) return false;
    const index = typeof value.index === "number" ? value.index : 0;
    let choice = this.#choices.get(index);
    if (!choice) {
      choice = emptyChoice(index);
      this.#choices.set(index, choice);
    }
    if (typeof value.finish_reason === "string") choice.finishReason = value.finish_reason;
    if (isObject(value.logprobs) && Array.isArray(value.logprobs.content)) {
      // Not spread: an argument list has a limit, and an upstream chooses the length.
      for (const entry of value.logprobs.content) choice.logprobs.push(entry);
    }
    return isObject(value.delta) ? takeDelta(choice, value.delta) : false;
  }
}

function emptyChoice(index: number): Choice {
  return {
    index,
    role: "assistant",
    content: null,
    refusal: null,
    reasoning: null,
    extras: new StreamedExtras(),
    toolCalls: new Map(),
    logprobs: [],
    finishReason: null,
  };
}

function takeDelta(choice: Choice, delta: Record<string, unknown>): boolean {
  if (typeof delta.role === "string") choice.role = delta.role;
  const reasoning = delta.reasoning_content ?? delta.reasoning;
  const hasText = [
    typeof delta.content === "string" && delta.content !== "",
    typeof delta.refusal === "string" && delta.refusal !== "",
    typeof reasoning === "string" && reasoning !== "",
  ].some(Boolean);
  if (typeof delta.content === "string") choice.content = (choice.content ?? "") + delta.content;
  if (typeof delta.refusal === "string") choice.refusal = (choice.refusal ?? "") + delta.refusal;
  if (typeof reasoning === "string") choice.reasoning = (choice.reasoning ?? "") + reasoning;
  choice.extras.take(delta);
  const calls = Array.isArray(delta.tool_calls) ? delta.tool_calls.filter(isObject) : [];
  for (const call of calls) takeToolCall(choice, call);
  return hasText || calls.length > 0;
}

const EMPTY_CALL: StreamedToolCall = {
  ...{ id: null, type: "function", name: "", arguments: "" },
  ...{ custom: null, extraContent: null },
};

function takeToolCall(choice: Choice, delta: Record<string, unknown>): void {
  // Some servers leave out `index`: an id opens a new call, no id continues the last one.
  const last = choice.toolCalls.size - 1;
  const guessed = typeof delta.id === "string" ? last + 1 : Math.max(last, 0);
  const index = typeof delta.index === "number" ? delta.index : guessed;
  let call = choice.toolCalls.get(index);
  if (!call) {
    call = { ...EMPTY_CALL };
    choice.toolCalls.set(index, call);
  }
  if (typeof delta.id === "string") call.id = delta.id;
  if (typeof delta.type === "string") call.type = delta.type;
  if (isObject(delta.extra_content)) call.extraContent = delta.extra_content;
  if (isObject(delta.custom)) {
    const { name, input } = delta.custom;
    call.custom ??= { name: "", input: "" };
    if (typeof name === "string") call.custom.name += name;
    if (typeof input === "string") call.custom.input += input;
  }
  if (!isObject(delta.function)) return;
  if (typeof delta.function.name === "string") call.name += delta.function.name;
  if (typeof delta.function.arguments === "string") call.arguments += delta.function.arguments;
}

function toChoiceObject(choice: Choice): Record<string, unknown> {
  const calls = [...choice.toolCalls.entries()].sort(([a], [b]) => a - b).map(([, call]) => call);
  return {
    index: choice.index,
    message: {
      role: choice.role,
      content: choice.content,
      ...(choice.refusal === null ? {} : { refusal: choice.refusal }),
      ...(choice.reasoning === null ? {} : { reasoning_content: choice.reasoning }),
      ...choice.extras.fields(),
      ...(calls.length === 0 ? {} : { tool_calls: calls.map(toToolCallObject) }),
    },
    logprobs: choice.logprobs.length === 0 ? null : { content: choice.logprobs },
    finish_reason: choice.finishReason,
  };
}

function toToolCallObject(call: StreamedToolCall): Record<string, unknown> {
  const { id, type, name, custom, extraContent } = call;
  return {
    id,
    type,
    ...(custom ? { custom } : { function: { name, arguments: call.arguments } }),
    ...(extraContent ? { extra_content: extraContent } : {}),
  };
}
