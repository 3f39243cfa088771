import type { JsonObject } from "../../protocol/json";
import type { MadeImage } from "./made-image";
import type { Emit, OutputItem } from "./output-item";

/** An image that the model made. It comes whole, so it is done when it begins. */
export class ImageItem implements OutputItem {
  readonly #id: string;
  readonly #outputIndex: number;
  readonly #image: MadeImage;
  readonly #emit: Emit;

  constructor(id: string, outputIndex: number, image: MadeImage, emit: Emit) {
    this.#id = id;
    this.#outputIndex = outputIndex;
    this.#image = image;
    this.#emit = emit;
    const item = { id, type: "image_generation_call", status: "in_progress", result: null };
    emit("response.output_item.added", { output_index: outputIndex, item });
  }

  close(): void {
    const place = { output_index: this.#outputIndex };
    this.#emit("response.image_generation_call.completed", { ...place, item_id: this.#id });
    this.#emit("response.output_item.done", { ...place, item: this.toObject() });
  }

  toObject(): JsonObject {
    const { format, data, extra } = this.#image;
    return {
      id: this.#id,
      type: "image_generation_call",
      status: "completed",
      output_format: format,
      result: data,
      ...(extra ? { extra_content: extra } : {}),
    };
  }
}
