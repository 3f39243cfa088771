import type { JsonObject } from "../../protocol/json";

/** A chat message with its tool calls, and with the tool results that have to follow it at once. */
interface Turn {
  message: JsonObject;
  calls: JsonObject[];
  images: JsonObject[];
  results: JsonObject[];
}

interface Reasoning {
  text: string;
  details: JsonObject[];
}

/**
 * Builds chat messages from items. Items put the parts of one assistant turn side by side and a tool's
 * output anywhere after its call; chat wants one message per turn and its tool results right behind it.
 */
export class ChatTurns {
  readonly #turns: Turn[] = [];
  readonly #turnOfCall = new Map<string, Turn>();
  #reasoning: Reasoning[] = [];

  /** A message that is not the assistant's. */
  addMessage(message: JsonObject): void {
    this.#turns.push({ message, calls: [], images: [], results: [] });
  }

  /** `fields` are `content` and what else the assistant's message has. */
  addAssistant(text: string, fields: JsonObject): void {
    const turn = this.#unanswered();
    if (!turn || turn.calls.length === 0) {
      const content = text === "" && fields.refusal !== undefined ? null : text;
      this.#start({ content, ...fields });
      return;
    }
    const { content } = turn.message;
    Object.assign(turn.message, fields);
    turn.message.content = typeof content === "string" ? `${content}\n\n${text}` : text;
  }

  addCall(id: string, call: JsonObject): void {
    const turn = this.#unanswered() ?? this.#start({ content: null });
    if (turn.message.content === "") turn.message.content = null;
    turn.calls.push({ id, type: "function", ...call });
    this.#turnOfCall.set(id, turn);
  }

  /** An image that the assistant made. */
  addImage(image: JsonObject): void {
    const turn = this.#unanswered() ?? this.#start({ content: null });
    turn.images.push(image);
  }

  /** False when no call has this id. */
  addResult(callId: string, content: string | JsonObject[]): boolean {
    const turn = this.#turnOfCall.get(callId);
    turn?.results.push({ role: "tool", tool_call_id: callId, content });
    return turn !== undefined;
  }

  /** Belongs to the assistant's next message or call. */
  addReasoning(reasoning: Reasoning): void {
    this.#reasoning.push(reasoning);
  }

  /** Forgets reasoning that led to nothing; says whether there was any. */
  dropReasoning(): boolean {
    const hadReasoning = this.#reasoning.length > 0;
    this.#reasoning = [];
    return hadReasoning;
  }

  toMessages(): JsonObject[] {
    return this.#turns.flatMap(({ message, calls, images, results }) => [
      {
        ...message,
        ...(images.length === 0 ? {} : { images }),
        ...(calls.length === 0 ? {} : { tool_calls: calls }),
      },
      ...results,
    ]);
  }

  // The assistant turn that the next part joins. New reasoning starts a turn of its own, since a chat
  // message has its reasoning before everything else.
  #unanswered(): Turn | undefined {
    const last = this.#turns.at(-1);
    const isOpen = last?.message.role === "assistant" && last.results.length === 0;
    return isOpen && this.#reasoning.length === 0 ? last : undefined;
  }

  #start(fields: JsonObject): Turn {
    const texts = this.#reasoning.map(({ text }) => text).filter((text) => text !== "");
    const details = this.#reasoning.flatMap((reasoning) => reasoning.details);
    this.#reasoning = [];
    const message = {
      role: "assistant",
      ...fields,
      ...(texts.length === 0 ? {} : { reasoning_content: texts.join("\n\n") }),
      ...(details.length === 0 ? {} : { reasoning_details: details }),
    };
    const turn = { message, calls: [], images: [], results: [] };
    this.#turns.push(turn);
    return turn;
  }
}
