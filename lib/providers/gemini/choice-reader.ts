import { PrysmError } from "../../errors";
import { isObject, type JsonObject } from "../../protocol/json";
import type { AnswerContext } from "./answer-context";
import { endOfChoice, type Finish, refusalOf } from "./finish-reason";
import { logprobEntries } from "./logprobs";
import { extraContent } from "./thought-signature";

/** Reads what belongs to one candidate, in the pieces in which it comes. */
export class ChoiceReader {
  readonly index: number;
  readonly #context: AnswerContext;
  #isOpen = false;
  #calls = 0;
  #hasContent = false;
  #finish: Finish | null = null;

  constructor(index: number, context: AnswerContext) {
    this.index = index;
    this.#context = context;
  }

  /** The delta that begins a stream; none the second time. */
  opening(): JsonObject[] {
    if (this.#isOpen) return [];
    this.#isOpen = true;
    return [{ role: "assistant", content: "" }];
  }

  take(candidate: JsonObject): { deltas: JsonObject[]; logprobs: JsonObject[] | null } {
    const { content, finishReason, finishMessage, logprobsResult } = candidate;
    if (typeof finishReason === "string" && finishReason !== "FINISH_REASON_UNSPECIFIED") {
      const message =
        typeof finishMessage === "string" && finishMessage !== "" ? finishMessage : null;
      this.#finish = { reason: finishReason, isPromptBlocked: false, message };
    }
    const parts: unknown[] = isObject(content) && Array.isArray(content.parts) ? content.parts : [];
    const deltas = parts
      .filter(isObject)
      .map((part) => this.#deltaOf(part))
      .filter((delta) => delta !== null);
    return { deltas, logprobs: logprobEntries(logprobsResult) };
  }

  /** The prompt was blocked: what has come is all there is. */
  block(reason: string, message: string | null): void {
    this.#finish ??= { reason, isPromptBlocked: true, message };
  }

  get isFinished(): boolean {
    return this.#finish !== null;
  }

  /** Why there is no content, where a filter took it; null otherwise. */
  get refusal(): string | null {
    if (this.#hasContent || this.#calls > 0 || this.#finish === null) return null;
    return refusalOf(this.#finish);
  }

  /** `finish_reason` and its like. */
  end(): JsonObject {
    const finish = this.#finish ?? { reason: null, isPromptBlocked: false, message: null };
    return endOfChoice(finish, this.#calls > 0 ? this.#context.callStyle : null);
  }

  #deltaOf(part: JsonObject): JsonObject | null {
    if (isObject(part.functionCall)) return this.#callDelta(part.functionCall, part);
    const extra = extraContent(part);
    const { text, inlineData } = part;
    if (part.thought === true) {
      return typeof text === "string" && text !== "" ? { reasoning_content: text } : null;
    }
    if (isObject(inlineData)) return this.#imageDelta(inlineData, extra);
    if (typeof text === "string" && text !== "") {
      this.#hasContent = true;
      return { content: text, ...extra };
    }
    // Streams end in an empty part that holds the signature of the text before.
    return extra.extra_content ? { ...extra } : null;
  }

  #callDelta(call: JsonObject, part: JsonObject): JsonObject | null {
    const { name, args, id } = call;
    if (typeof name !== "string" || name === "") return null;
    const index = this.#calls++;
    const definition = { name, arguments: argumentsText(args) };
    if (this.#context.callStyle === "function_call") {
      // The deprecated field holds one call; the model is asked again for the others.
      return index === 0 ? { function_call: definition, ...extraContent(part) } : null;
    }
    const known = typeof id === "string" && id !== "" ? id : this.#callId(index);
    const toolCall = { id: known, type: "function", function: definition, ...extraContent(part) };
    return { tool_calls: [{ index, ...toolCall }] };
  }

  /** The same call always gets the same id, which is no longer than the 40 characters OpenAI takes. */
  #callId(index: number): string {
    const suffix = index.toString(36).padStart(2, "0");
    return `call_${this.#context.callId.replaceAll("-", "")}${this.index}${suffix}`;
  }

  #imageDelta(inlineData: JsonObject, extra: object): JsonObject | null {
    const { mimeType, data } = inlineData;
    if (typeof mimeType !== "string" || !mimeType.startsWith("image/")) return null;
    if (typeof data !== "string") return null;
    this.#hasContent = true;
    const url = `data:${mimeType};base64,${data}`;
    return { images: [{ type: "image_url", image_url: { url }, ...extra }] };
  }
}

function argumentsText(args: unknown): string {
  if (!isObject(args)) return "{}";
  try {
    return JSON.stringify(args);
  } catch {
    throw new PrysmError("bad_gateway", "The upstream's function call is nested too deeply.");
  }
}
