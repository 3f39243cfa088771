import type { JsonObject } from "../../protocol/json";
import type { StreamEvent } from "../../protocol/stream-event";
import { JsonEnd } from "./json-end";
import type { Piece } from "./pieces";
import { argumentsText, calledName, type ToolCallNames } from "./tool-calls";
import { textBlock, thinkingBlock, toolUseBlock } from "./whole-content";

interface ProseBlock {
  kind: "text" | "thinking";
  /** What is not written yet. */
  text: string;
  signature: string | null;
}

interface RedactedBlock {
  kind: "redacted";
  data: string;
}

interface ToolBlock {
  kind: "tool";
  id: string | null;
  name: string;
  text: string;
  end: JsonEnd;
}

type Block = ProseBlock | RedactedBlock | ToolBlock;

/**
 * Writes content blocks one after the other, as Anthropic's streams have them, whatever order the upstream
 * says things in. One block is open and streams at once; what belongs to others waits until it is done: a
 * text is whenever something else comes, a tool call when its JSON is complete or the answer ends.
 */
export class BlockWriter {
  readonly #calls: ToolCallNames;
  readonly #waiting: Block[] = [];
  /** By the upstream's index. */
  readonly #tools = new Map<number, ToolBlock>();
  #open: Block | null = null;
  #nextIndex = 0;
  #isEnding = false;
  #events: StreamEvent[] = [];

  constructor(calls: ToolCallNames) {
    this.#calls = calls;
  }

  get hasToolCalls(): boolean {
    return this.#tools.size > 0;
  }

  /** The events that these pieces make now. */
  write(pieces: readonly Piece[]): StreamEvent[] {
    for (const piece of pieces) {
      this.#take(piece);
      this.#advance();
    }
    return this.#takeEvents();
  }

  /** Writes what waits and closes the last block. */
  finish(): StreamEvent[] {
    this.#isEnding = true;
    this.#advance();
    if (this.#open) this.#close(this.#open);
    return this.#takeEvents();
  }

  #take(piece: Piece): void {
    switch (piece.kind) {
      case "text":
      case "refusal":
        this.#proseFor("text").text += piece.text;
        return;
      case "thinking":
        this.#proseFor("thinking").text += piece.text;
        return;
      case "signature":
        this.#proseFor("thinking").signature = piece.signature;
        return;
      case "redacted":
        this.#waiting.push({ kind: "redacted", data: piece.data });
        return;
      case "call":
        this.#takeCall(piece.call);
        return;
    }
  }

  // A signed thought is over; the next word of thinking starts another.
  #proseFor(kind: ProseBlock["kind"]): ProseBlock {
    const last = this.#waiting.at(-1) ?? this.#open;
    if (last?.kind === kind && last.signature === null) return last;
    const block: ProseBlock = { kind, text: "", signature: null };
    this.#waiting.push(block);
    return block;
  }

  #takeCall(call: JsonObject): void {
    const block = this.#toolFor(call);
    if (block.id === null && typeof call.id === "string" && call.id !== "") block.id = call.id;
    if (block.name === "") block.name = calledName(call);
    const text = argumentsText(call);
    // Behind the last brace comes nothing that could be part of the input.
    if (block.end.isReached) return;
    block.text += text;
    block.end.take(text);
  }

  // Some servers leave out `index`, some give every call the index 0: there a new id with a name opens a
  // call. An id alone does not: some give each delta another one.
  #toolFor(call: JsonObject): ToolBlock {
    const { index, id } = call;
    const isOpening = typeof id === "string" && id !== "" && calledName(call) !== "";
    const last = this.#tools.size - 1;
    const isNext = isOpening && this.#tools.get(last)?.id !== id;
    const guessed = isNext ? last + 1 : Math.max(last, 0);
    const place = typeof index === "number" ? index : guessed;
    const known = this.#tools.get(place);
    if (known && (!isOpening || known.id === null || known.id === id)) return known;
    const block: ToolBlock = { kind: "tool", id: null, name: "", text: "", end: new JsonEnd() };
    this.#tools.set(place, block);
    this.#waiting.push(block);
    return block;
  }

  #advance(): void {
    for (;;) {
      if (this.#open) {
        this.#flush(this.#open);
        if (this.#waiting.length === 0 || !this.#isOver(this.#open)) return;
        this.#close(this.#open);
      }
      const next = this.#waiting[0];
      if (!next || !this.#canStart(next)) return;
      this.#waiting.shift();
      this.#start(next);
    }
  }

  #isOver(block: Block): boolean {
    return this.#isEnding || block.kind !== "tool" || block.end.isReached;
  }

  #canStart(block: Block): boolean {
    return this.#isEnding || block.kind !== "tool" || block.name !== "";
  }

  #start(block: Block): void {
    this.#open = block;
    this.#emit("content_block_start", { content_block: this.#skeletonOf(block) });
  }

  #skeletonOf(block: Block): JsonObject {
    switch (block.kind) {
      case "text":
        return textBlock();
      case "thinking":
        return thinkingBlock("");
      case "redacted":
        return { type: "redacted_thinking", data: block.data };
      case "tool":
        return toolUseBlock(this.#calls.idOf(block.id), this.#calls.nameOf(block.name));
    }
  }

  #flush(block: Block): void {
    if (block.kind === "redacted") return;
    if (block.text !== "") this.#emit("content_block_delta", { delta: deltaOf(block) });
    block.text = "";
    if (block.kind !== "thinking" || !block.signature) return;
    const { signature } = block;
    this.#emit("content_block_delta", { delta: { type: "signature_delta", signature } });
    block.signature = "";
  }

  #close(block: Block): void {
    this.#flush(block);
    this.#emit("content_block_stop", {});
    this.#open = null;
    this.#nextIndex += 1;
  }

  #emit(type: string, fields: JsonObject): void {
    this.#events.push({ event: type, data: { type, index: this.#nextIndex, ...fields } });
  }

  #takeEvents(): StreamEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }
}

function deltaOf(block: ProseBlock | ToolBlock): JsonObject {
  switch (block.kind) {
    case "text":
      return { type: "text_delta", text: block.text };
    case "thinking":
      return { type: "thinking_delta", thinking: block.text };
    case "tool":
      return { type: "input_json_delta", partial_json: block.text };
  }
}
