import type { JsonObject } from "../../protocol/json";
import type { Emit, ItemStatus, OutputItem } from "./output-item";

interface Part {
  type: "output_text" | "refusal";
  text: string;
  annotations: JsonObject[];
  logprobs: JsonObject[];
}

/** The assistant's message: text and refusals, each run of one kind a part of its own. */
export class MessageItem implements OutputItem {
  readonly #id: string;
  readonly #outputIndex: number;
  readonly #emit: Emit;
  readonly #parts: Part[] = [];
  #status: ItemStatus = "in_progress";
  #extra: JsonObject = {};

  constructor(id: string, outputIndex: number, emit: Emit) {
    this.#id = id;
    this.#outputIndex = outputIndex;
    this.#emit = emit;
    emit("response.output_item.added", { output_index: outputIndex, item: this.toObject() });
  }

  addText(delta: string, logprobs: JsonObject[]): void {
    const part = this.#open("output_text");
    part.text += delta;
    for (const entry of logprobs) part.logprobs.push(entry);
    this.#tell("response.output_text.delta", { delta, logprobs });
  }

  addRefusal(delta: string): void {
    this.#open("refusal").text += delta;
    this.#tell("response.refusal.delta", { delta });
  }

  addAnnotation(annotation: JsonObject): void {
    const part = this.#open("output_text");
    part.annotations.push(annotation);
    const annotation_index = part.annotations.length - 1;
    this.#tell("response.output_text.annotation.added", { annotation_index, annotation });
  }

  /** What a provider wants to see again on the next turn. */
  addExtra(extra: JsonObject): void {
    this.#extra = { extra_content: extra };
  }

  close(status: ItemStatus): void {
    this.#closePart();
    this.#status = status;
    const item = this.toObject();
    this.#emit("response.output_item.done", { output_index: this.#outputIndex, item });
  }

  toObject(): JsonObject {
    const content = this.#parts.map(toPartObject);
    const status = this.#status;
    return { id: this.#id, type: "message", status, role: "assistant", content, ...this.#extra };
  }

  #open(type: Part["type"]): Part {
    const last = this.#parts.at(-1);
    if (last?.type === type) return last;
    this.#closePart();
    const part: Part = { type, text: "", annotations: [], logprobs: [] };
    this.#parts.push(part);
    this.#tell("response.content_part.added", { part: toPartObject(part) });
    return part;
  }

  #closePart(): void {
    const part = this.#parts.at(-1);
    if (!part) return;
    const object = toPartObject(part);
    if (part.type === "refusal") this.#tell("response.refusal.done", { refusal: part.text });
    else {
      this.#tell("response.output_text.done", { text: part.text, logprobs: object.logprobs });
    }
    this.#tell("response.content_part.done", { part: object });
  }

  #tell(type: string, fields: JsonObject): void {
    this.#emit(type, {
      item_id: this.#id,
      output_index: this.#outputIndex,
      content_index: this.#parts.length - 1,
      ...fields,
    });
  }
}

function toPartObject({ type, text, annotations, logprobs }: Part): JsonObject {
  if (type === "refusal") return { type, refusal: text };
  return { type, text, annotations: [...annotations], logprobs: [...logprobs] };
}
