import { isObject, type JsonObject, parseJson } from "./json";

/** The non-streaming shape of a streamed text completion, as far as it came. */
export interface AssembledTextCompletion {
  /** A `text_completion` object; null when the stream held no chunk. */
  completion: JsonObject | null;
  /** The `error` object of a stream that ended in one. */
  error: JsonObject | null;
  /** The upstream said it was done: `[DONE]` or a finish reason. */
  isComplete: boolean;
}

interface Choice {
  text: string;
  logprobs: Map<string, unknown[]>;
  finishReason: string | null;
}

/** Folds the chunks of one legacy completion stream, in order, into the completion they spell out. */
export class TextCompletionAssembler {
  #head: JsonObject | null = null;
  #usage: JsonObject | null = null;
  #error: JsonObject | null = null;
  #isDone = false;
  readonly #choices = new Map<number, Choice>();

  /** Takes the data of one event; says whether it carried text. */
  take(data: string): boolean {
    if (data === "[DONE]") {
      this.#isDone = true;
      return false;
    }
    const chunk = parseJson(data);
    if (!isObject(chunk)) return false;
    if (isObject(chunk.error)) {
      this.#error = chunk.error;
      return false;
    }
    this.#head ??= chunk;
    if (isObject(chunk.usage)) this.#usage = chunk.usage;
    const choices = Array.isArray(chunk.choices) ? chunk.choices.filter(isObject) : [];
    return choices.map((choice) => this.#takeChoice(choice)).some(Boolean);
  }

  finish(): AssembledTextCompletion {
    const choices = [...this.#choices.entries()].sort(([a], [b]) => a - b);
    const isFinished =
      choices.length > 0 && choices.every(([, choice]) => choice.finishReason !== null);
    return {
      completion: this.#head && this.#toCompletion(this.#head, choices),
      error: this.#error,
      isComplete: this.#error === null && (this.#isDone || isFinished),
    };
  }

  #toCompletion(head: JsonObject, choices: [number, Choice][]): JsonObject {
    const { usage: _, ...rest } = head;
    const usage = this.#usage === null ? {} : { usage: this.#usage };
    return { ...rest, choices: choices.map(toChoiceObject), ...usage };
  }

  #takeChoice(value: JsonObject): boolean {
    const index = typeof value.index === "number" ? value.index : 0;
    let choice = this.#choices.get(index);
    if (!choice) {
      choice = { text: "", logprobs: new Map(), finishReason: null };
      this.#choices.set(index, choice);
    }
    if (typeof value.finish_reason === "string") choice.finishReason = value.finish_reason;
    if (isObject(value.logprobs)) takeLogprobs(choice, value.logprobs);
    if (typeof value.text !== "string") return false;
    choice.text += value.text;
    return value.text !== "";
  }
}

function takeLogprobs({ logprobs }: Choice, added: JsonObject): void {
  for (const [name, values] of Object.entries(added)) {
    if (!Array.isArray(values)) continue;
    const list = logprobs.get(name) ?? [];
    logprobs.set(name, list);
    // Not spread: an argument list has a limit, and an upstream chooses the length.
    for (const value of values) list.push(value);
  }
}

function toChoiceObject([index, { text, logprobs, finishReason }]: [number, Choice]): JsonObject {
  return {
    text,
    index,
    logprobs: logprobs.size === 0 ? null : Object.fromEntries(logprobs),
    finish_reason: finishReason,
  };
}
