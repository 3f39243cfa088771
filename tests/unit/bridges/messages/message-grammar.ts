import type { StreamEvent } from "../../../../lib/protocol/stream-event";

const START_FIELDS = {
  type: "message",
  role: "assistant",
  content: [],
  stop_reason: null,
  stop_sequence: null,
};
const DELTAS: Readonly<Record<string, readonly string[]>> = {
  text: ["text_delta"],
  thinking: ["thinking_delta", "signature_delta"],
  tool_use: ["input_json_delta"],
  redacted_thinking: [],
};

type Fields = Record<string, unknown>;

/**
 * Reads a stream as a strict client does and says what is wrong with it: `message_start`, blocks one after
 * the other with contiguous indices, one `message_delta`, `message_stop`. Empty when all is well.
 */
export function grammarErrors(events: readonly StreamEvent[]): string[] {
  const reader = new GrammarReader();
  for (const { event, data } of events) reader.read(event, data);
  return reader.finish();
}

class GrammarReader {
  readonly #errors: string[] = [];
  #phase: "before" | "blocks" | "ending" | "done" = "before";
  #open: { type: string } | null = null;
  #nextIndex = 0;

  read(event: string | null, data: Fields): void {
    this.#expect(event === data.type, `event ${event} carries ${String(data.type)}`);
    switch (data.type) {
      case "message_start":
        this.#enter("before", "blocks", data.type);
        this.#readStart(data.message as Fields);
        return;
      case "content_block_start":
        this.#startBlock(data);
        return;
      case "content_block_delta":
        this.#readDelta(data);
        return;
      case "content_block_stop":
        this.#stopBlock(data);
        return;
      case "message_delta":
        this.#enter("blocks", "ending", data.type);
        this.#expect(this.#open === null, "message_delta while a block is open");
        this.#readEnding(data);
        return;
      case "message_stop":
        this.#enter("ending", "done", data.type);
        return;
      default:
        this.#errors.push(`unknown event ${String(data.type)}`);
    }
  }

  finish(): string[] {
    this.#expect(this.#phase === "done", `the stream ends in the phase ${this.#phase}`);
    return this.#errors;
  }

  #enter(from: string, to: "blocks" | "ending" | "done", type: string): void {
    this.#expect(this.#phase === from, `${type} in the phase ${this.#phase}`);
    this.#phase = to;
  }

  #readStart(message: Fields): void {
    for (const [field, value] of Object.entries(START_FIELDS)) {
      const isSame = JSON.stringify(message[field]) === JSON.stringify(value);
      this.#expect(isSame, `message_start has ${field} ${JSON.stringify(message[field])}`);
    }
    this.#expect(/^msg_\w+$/.test(String(message.id)), `message id ${String(message.id)}`);
    this.#expect(typeof message.model === "string", "message_start without a model");
    this.#readUsage(message.usage as Fields);
  }

  #readUsage(usage: Fields | undefined): void {
    for (const field of ["input_tokens", "output_tokens"]) {
      const count = usage?.[field];
      this.#expect(Number.isFinite(count) && Number(count) >= 0, `usage.${field} is ${count}`);
    }
  }

  #startBlock({ index, content_block: block }: Fields): void {
    this.#expect(this.#phase === "blocks", `a block starts in the phase ${this.#phase}`);
    this.#expect(this.#open === null, "a block starts while another is open");
    this.#expect(index === this.#nextIndex, `block ${String(index)}, expected ${this.#nextIndex}`);
    const { type, ...fields } = block as Fields;
    this.#expect(Object.hasOwn(DELTAS, String(type)), `unknown block ${String(type)}`);
    if (type === "text") this.#expect(fields.text === "", "a text block starts with text");
    if (type === "thinking") this.#expect(fields.thinking === "", "a thought starts with text");
    if (type === "tool_use") {
      this.#expect(typeof fields.id === "string" && fields.id !== "", "a call without an id");
      this.#expect(JSON.stringify(fields.input) === "{}", "a call starts with input");
    }
    this.#open = { type: String(type) };
  }

  #readDelta({ index, delta }: Fields): void {
    const { type, ...fields } = delta as Fields;
    this.#expect(index === this.#nextIndex && this.#open !== null, `a delta of block ${index}`);
    const fitting = DELTAS[this.#open?.type ?? ""] ?? [];
    this.#expect(fitting.includes(String(type)), `${String(type)} in ${this.#open?.type}`);
    for (const value of Object.values(fields)) this.#expect(value !== "", "an empty delta");
  }

  #stopBlock({ index }: Fields): void {
    this.#expect(index === this.#nextIndex && this.#open !== null, `stop of block ${index}`);
    this.#open = null;
    this.#nextIndex += 1;
  }

  #readEnding({ delta, usage }: Fields): void {
    const { stop_reason: reason, stop_sequence: sequence } = delta as Fields;
    this.#expect(typeof reason === "string" && reason !== "", "no stop reason");
    this.#expect(sequence === null || Boolean(sequence), "an empty stop sequence");
    this.#readUsage(usage as Fields);
  }

  #expect(holds: boolean, error: string): void {
    if (!holds) this.#errors.push(error);
  }
}
