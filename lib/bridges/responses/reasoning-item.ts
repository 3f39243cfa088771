import type { JsonObject } from "../../protocol/json";
import type { Emit, OutputItem } from "./output-item";
import { encodeReplay } from "./reasoning-replay";

/** What the model thought: readable text as a summary, and what the provider signed for the next turn. */
export class ReasoningItem implements OutputItem {
  readonly #id: string;
  readonly #outputIndex: number;
  readonly #emit: Emit;
  /** The summary's parts, one for each block of reasoning. */
  readonly #texts: string[] = [];
  readonly #details: JsonObject[] = [];
  #isPartOpen = false;

  constructor(id: string, outputIndex: number, emit: Emit) {
    this.#id = id;
    this.#outputIndex = outputIndex;
    this.#emit = emit;
    emit("response.output_item.added", { output_index: outputIndex, item: this.toObject() });
  }

  addText(delta: string): void {
    if (!this.#isPartOpen) this.#openPart();
    const last = this.#texts.length - 1;
    this.#texts[last] = (this.#texts[last] ?? "") + delta;
    this.#tell("response.reasoning_summary_text.delta", { delta });
  }

  /** A signed block is over with its signature; in a stream its text came before, as text. */
  addDetail(detail: JsonObject): void {
    const text = this.#isPartOpen ? (this.#texts.at(-1) ?? "") : "";
    this.#closePart();
    this.#details.push(detail.thinking === "" ? { ...detail, thinking: text } : detail);
  }

  close(): void {
    this.#closePart();
    const item = this.toObject();
    this.#emit("response.output_item.done", { output_index: this.#outputIndex, item });
  }

  toObject(): JsonObject {
    const summary = this.#texts.map((text) => ({ type: "summary_text", text }));
    const item = { id: this.#id, type: "reasoning", summary };
    if (this.#details.length === 0) return item;
    return { ...item, encrypted_content: encodeReplay(this.#details) };
  }

  #openPart(): void {
    this.#texts.push("");
    this.#isPartOpen = true;
    const part = { type: "summary_text", text: "" };
    this.#tell("response.reasoning_summary_part.added", { part });
  }

  #closePart(): void {
    if (!this.#isPartOpen) return;
    this.#isPartOpen = false;
    const text = this.#texts.at(-1) ?? "";
    this.#tell("response.reasoning_summary_text.done", { text });
    this.#tell("response.reasoning_summary_part.done", { part: { type: "summary_text", text } });
  }

  #tell(type: string, fields: JsonObject): void {
    this.#emit(type, {
      item_id: this.#id,
      output_index: this.#outputIndex,
      summary_index: this.#texts.length - 1,
      ...fields,
    });
  }
}
