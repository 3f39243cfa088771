import { PrysmError } from "../../errors";
import { isObject, type JsonObject, parseJson } from "../../protocol/json";
import type { SseEvent } from "../../protocol/sse";
import type { AnswerReader } from "../provider";
import { UpstreamErrorEvent } from "../upstream-error-event";
import type { AnswerContext } from "./answer-context";
import { ChoiceReader } from "./choice-reader";
import { foldDeltas } from "./fold-deltas";
import { errorStatus, readError } from "./read-error";
import { chatUsage, mergeUsage } from "./usage";

/** What one piece of an answer adds to a choice. */
interface Step {
  choice: ChoiceReader;
  deltas: JsonObject[];
  logprobs: JsonObject[] | null;
}

/** Reads answers of generateContent and streamGenerateContent as chat completions. */
export class ChatAnswerReader implements AnswerReader {
  readonly #context: AnswerContext;
  readonly #choices = new Map<number, ChoiceReader>();
  #head: JsonObject | null = null;
  #usage: JsonObject | null = null;

  constructor(context: AnswerContext) {
    this.#context = context;
  }

  usage(): JsonObject | null {
    return this.#usage;
  }

  whole(body: unknown): JsonObject {
    const error = readError(200, body);
    if (error) throw badGateway(`answered 200 with an error: ${error.message}`);
    // Without `alt=sse`, which a proxy may lose, a stream is an array of its events.
    const events: unknown[] = Array.isArray(body) ? body : [body];
    const isAnswer = events.length > 0 && events.every(isObject);
    if (!isAnswer) throw badGateway("answered with a body that is no JSON object.");
    const steps = events.filter(isObject).flatMap((event) => this.#take(event));
    if (this.#choices.size === 0) throw badGateway("answered without candidates.");
    const usage = chatUsage(this.#usage);
    return {
      ...this.#envelope("chat.completion"),
      choices: this.#sortedChoices().map((choice) => wholeChoice(choice, steps)),
      ...(usage === null ? {} : { usage }),
    };
  }

  event({ data }: SseEvent): JsonObject[] {
    // Google sends no such event, but proxies in front of it do.
    if (data === "[DONE]" || data.trim() === "") return [];
    const body = parseJson(data);
    const error = readError(200, body);
    if (error) throw new UpstreamErrorEvent(error, errorStatus(body));
    if (!isObject(body)) throw badGateway("sent an event that is no JSON object.");
    return this.#take(body).flatMap(({ choice, deltas, logprobs }) =>
      this.#deltaChunks(choice, [...choice.opening(), ...deltas], logprobs),
    );
  }

  end(): JsonObject[] {
    const choices = this.#sortedChoices();
    if (choices.length === 0 || choices.some((choice) => !choice.isFinished)) {
      throw new PrysmError("upstream_died", "The upstream broke off in the middle of its answer.");
    }
    const chunks = choices.flatMap((choice) => this.#finishChunks(choice));
    const usage = this.#context.includesUsage ? chatUsage(this.#usage) : null;
    if (usage === null) return chunks;
    return [...chunks, { ...this.#envelope("chat.completion.chunk"), choices: [], usage }];
  }

  #take(body: JsonObject): Step[] {
    this.#head ??= { responseId: body.responseId, modelVersion: body.modelVersion };
    this.#usage = mergeUsage(this.#usage, body.usageMetadata);
    const candidates = Array.isArray(body.candidates) ? body.candidates.filter(isObject) : [];
    const steps: Step[] = candidates.map((candidate, position) => {
      // Zero is left out of Google's JSON.
      const choice = this.#choice(candidate.index ?? position);
      return { choice, ...choice.take(candidate) };
    });
    return [...steps, ...this.#takeBlock(body.promptFeedback)];
  }

  #takeBlock(feedback: unknown): Step[] {
    if (!isObject(feedback) || typeof feedback.blockReason !== "string") return [];
    const { blockReason, blockReasonMessage } = feedback;
    if (blockReason === "BLOCK_REASON_UNSPECIFIED") return [];
    const message = nonEmpty(blockReasonMessage);
    const blocked = this.#choices.size === 0 ? [this.#choice(0)] : [...this.#choices.values()];
    for (const choice of blocked) choice.block(blockReason, message);
    return blocked.map((choice) => ({ choice, deltas: [], logprobs: null }));
  }

  #choice(index: unknown): ChoiceReader {
    const key = typeof index === "number" && Number.isSafeInteger(index) && index >= 0 ? index : 0;
    const known = this.#choices.get(key);
    if (known) return known;
    const choice = new ChoiceReader(key, this.#context);
    this.#choices.set(key, choice);
    return choice;
  }

  #sortedChoices(): ChoiceReader[] {
    return [...this.#choices.values()].sort((a, b) => a.index - b.index);
  }

  #deltaChunks(choice: ChoiceReader, deltas: JsonObject[], scores: JsonObject[] | null) {
    const { index } = choice;
    const pieces = deltas.length === 0 && scores !== null ? [{}] : deltas;
    // The scores of an event belong to all of its text: they go with the last piece.
    const scored = scores === null ? -1 : pieces.length - 1;
    return pieces.map((delta, position) => {
      const logprobs = position === scored ? logprobsObject(scores) : null;
      return this.#chunk({ index, delta, logprobs, finish_reason: null });
    });
  }

  // Only the end of the stream tells which finish reason is the last: some models send one with every event.
  #finishChunks(choice: ChoiceReader): JsonObject[] {
    const { index, refusal } = choice;
    const withheld = refusal === null ? [] : this.#deltaChunks(choice, [{ refusal }], null);
    return [...withheld, this.#chunk({ index, delta: {}, logprobs: null, ...choice.end() })];
  }

  #chunk(choice: JsonObject): JsonObject {
    return {
      ...this.#envelope("chat.completion.chunk"),
      choices: [choice],
      ...(this.#context.includesUsage ? { usage: null } : {}),
    };
  }

  #envelope(object: string): JsonObject {
    const { responseId, modelVersion } = this.#head ?? {};
    return {
      id: nonEmpty(responseId) ?? `chatcmpl-${this.#context.callId}`,
      object,
      created: this.#context.createdS,
      model: nonEmpty(modelVersion) ?? this.#context.model,
    };
  }
}

function wholeChoice(choice: ChoiceReader, steps: readonly Step[]): JsonObject {
  const own = steps.filter((step) => step.choice === choice);
  const scores = own.flatMap(({ logprobs }) => logprobs ?? []);
  return {
    index: choice.index,
    message: foldDeltas(
      own.flatMap(({ deltas }) => deltas),
      choice.refusal,
    ),
    logprobs: logprobsObject(scores.length === 0 ? null : scores),
    ...choice.end(),
  };
}

function logprobsObject(scores: JsonObject[] | null): JsonObject | null {
  return scores === null ? null : { content: scores, refusal: null };
}

function nonEmpty(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

function badGateway(what: string): PrysmError {
  return new PrysmError("bad_gateway", `The upstream ${what}`);
}
