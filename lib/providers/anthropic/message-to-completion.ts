import { PrysmError } from "../../errors";
import { isObject, type JsonObject, nameOf } from "../../protocol/json";
import type { AnswerContext } from "./answer-context";
import { toAnnotation } from "./citations";
import { compactJson } from "./compact-json";
import { readError } from "./read-error";
import { endOfChoice, readStop, refusalOf } from "./stop-reason";
import { chatUsage, mergeUsage } from "./usage";

/** Throws PrysmError `bad_gateway` for a 2xx body that is no Anthropic message. */
export function requireMessage(body: unknown): JsonObject {
  if (isObject(body) && Array.isArray(body.content)) return body;
  throw new PrysmError("bad_gateway", whyNoMessage(body));
}

function whyNoMessage(body: unknown): string {
  const error = readError(200, body);
  if (error) return `The provider answered 200 with an error inside: ${error.message}`;
  const found = isObject(body) ? `content is ${nameOf(body.content)}` : nameOf(body);
  return `The provider's answer is no Anthropic message: ${found}. Check the provider's base URL.`;
}

/** An Anthropic message as a `chat.completion`. Blocks of types that have no counterpart are left out. */
export function messageToCompletion(message: JsonObject, context: AnswerContext): JsonObject {
  const answer = new CollectedAnswer(context);
  for (const block of Array.isArray(message.content) ? message.content : []) {
    if (isObject(block)) answer.take(block);
  }
  const stop = readStop(message);
  const usage = chatUsage(mergeUsage(null, message.usage));
  const { id, model } = message;
  return {
    id: typeof id === "string" && id !== "" ? id : `chatcmpl-${context.callId}`,
    object: "chat.completion",
    created: context.createdS,
    model: typeof model === "string" && model !== "" ? model : context.model,
    choices: [
      {
        index: 0,
        message: answer.toMessage(refusalOf(stop)),
        logprobs: null,
        ...endOfChoice(stop, answer.callStyle()),
      },
    ],
    ...(usage === null ? {} : { usage }),
  };
}

class CollectedAnswer {
  #text = "";
  #reasoning = "";
  /** The input of the tool that plays a response format; takes the place of the text. */
  #json: string | null = null;
  readonly #reasoningDetails: JsonObject[] = [];
  readonly #calls: { id: string; type: "function"; function: JsonObject }[] = [];
  readonly #annotations: JsonObject[] = [];
  readonly #context: AnswerContext;

  constructor(context: AnswerContext) {
    this.#context = context;
  }

  take(block: JsonObject): void {
    switch (block.type) {
      case "text":
        this.#takeText(block);
        break;
      case "thinking":
        this.#takeThinking(block);
        break;
      case "redacted_thinking":
        if (typeof block.data === "string") {
          this.#reasoningDetails.push({ type: "redacted_thinking", data: block.data });
        }
        break;
      case "tool_use":
        this.#takeToolUse(block);
        break;
    }
  }

  callStyle(): "tool_calls" | "function_call" | null {
    if (this.#calls.length === 0) return null;
    return this.#context.isLegacy ? "function_call" : "tool_calls";
  }

  toMessage(refusal: string | null): JsonObject {
    const style = this.callStyle();
    return {
      role: "assistant",
      content: (this.#json ?? this.#text) || null,
      refusal,
      ...(this.#reasoning === "" ? {} : { reasoning_content: this.#reasoning }),
      ...(this.#reasoningDetails.length === 0 ? {} : { reasoning_details: this.#reasoningDetails }),
      ...(this.#annotations.length === 0 || this.#context.jsonTool !== null
        ? {}
        : { annotations: this.#annotations }),
      ...(style === "tool_calls" ? { tool_calls: this.#calls } : {}),
      ...(style === "function_call" ? { function_call: this.#calls[0]?.function } : {}),
    };
  }

  #takeText({ text, citations }: JsonObject): void {
    const start = this.#text.length;
    if (typeof text === "string") this.#text += text;
    for (const citation of Array.isArray(citations) ? citations : []) {
      const annotation = toAnnotation(citation, start, this.#text.length);
      if (annotation) this.#annotations.push(annotation);
    }
  }

  #takeThinking({ thinking, signature }: JsonObject): void {
    const text = typeof thinking === "string" ? thinking : "";
    this.#reasoning += text;
    if (typeof signature === "string" && signature !== "") {
      this.#reasoningDetails.push({ type: "thinking", thinking: text, signature });
    }
  }

  #takeToolUse({ id, name, input }: JsonObject): void {
    const json = compactJson(input ?? {});
    if (json === null) {
      const message = "The provider's answer has a tool call nested too deeply to be passed on.";
      throw new PrysmError("bad_gateway", message);
    }
    if (typeof name === "string" && name === this.#context.jsonTool) {
      this.#json ??= json;
      return;
    }
    this.#calls.push({
      id: typeof id === "string" && id !== "" ? id : this.#missingId(),
      type: "function",
      function: { name: typeof name === "string" ? name : "", arguments: json },
    });
  }

  #missingId(): string {
    return `call_${this.#context.callId}_${this.#calls.length}`;
  }
}
