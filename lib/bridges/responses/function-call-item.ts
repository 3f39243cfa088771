import type { JsonObject } from "../../protocol/json";
import type { Emit, ItemStatus, OutputItem } from "./output-item";

/** A call of one of the client's functions. */
export class FunctionCallItem implements OutputItem {
  readonly #id: string;
  readonly #callId: string;
  readonly #outputIndex: number;
  readonly #emit: Emit;
  #name: string;
  #arguments = "";
  #extra: JsonObject = {};
  #status: ItemStatus = "in_progress";

  constructor(id: string, callId: string, name: string, outputIndex: number, emit: Emit) {
    this.#id = id;
    this.#callId = callId;
    this.#name = name;
    this.#outputIndex = outputIndex;
    this.#emit = emit;
    emit("response.output_item.added", { output_index: outputIndex, item: this.toObject() });
  }

  /** A name that goes on; some servers send the whole name with every fragment instead. */
  addName(fragment: string): void {
    if (fragment !== this.#name) this.#name += fragment;
  }

  /** What a provider wants to see again on the next turn. */
  addExtra(extra: JsonObject): void {
    this.#extra = { extra_content: extra };
  }

  addArguments(delta: string): void {
    if (delta === "") return;
    this.#arguments += delta;
    this.#tell("response.function_call_arguments.delta", { delta });
  }

  close(status: ItemStatus): void {
    // Clients parse the arguments, and a call without any is still a call with an object.
    if (this.#arguments === "" && status === "completed") this.addArguments("{}");
    this.#status = status;
    const done = { name: this.#name, arguments: this.#arguments };
    this.#tell("response.function_call_arguments.done", done);
    const item = this.toObject();
    this.#emit("response.output_item.done", { output_index: this.#outputIndex, item });
  }

  toObject(): JsonObject {
    return {
      id: this.#id,
      type: "function_call",
      status: this.#status,
      arguments: this.#arguments,
      call_id: this.#callId,
      name: this.#name,
      ...this.#extra,
    };
  }

  #tell(type: string, fields: JsonObject): void {
    this.#emit(type, { item_id: this.#id, output_index: this.#outputIndex, ...fields });
  }
}
