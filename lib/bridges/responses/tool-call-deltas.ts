import { isObject, type JsonObject } from "../../protocol/json";
import type { FunctionCallItem } from "./function-call-item";

interface StreamedCall {
  id: string;
  /** Null until the function's name has come, without which no item can be announced. */
  item: FunctionCallItem | null;
  /** Arguments and extra content that came before the name. */
  waiting: string;
  extra: JsonObject | null;
}

type OpenItem = (callId: string, name: string) => FunctionCallItem;

/** Sorts the fragments of parallel tool calls to their items. */
export class ToolCallDeltas {
  readonly #openItem: OpenItem;
  readonly #calls: StreamedCall[] = [];
  readonly #byIndex = new Map<number, StreamedCall>();
  readonly #byId = new Map<string, StreamedCall>();

  constructor(openItem: OpenItem) {
    this.#openItem = openItem;
  }

  /** The item that the fragment went to; null while it has none. */
  take(delta: JsonObject): FunctionCallItem | null {
    const called = isObject(delta.function) ? delta.function : {};
    const name = textOf(called.name);
    const call = this.#find(delta, name);
    if (isObject(delta.extra_content)) call.extra = delta.extra_content;
    if (name !== "") this.#name(call, name);
    const fragment = textOf(called.arguments);
    if (call.item) call.item.addArguments(fragment);
    else call.waiting += fragment;
    if (call.extra) call.item?.addExtra(call.extra);
    return call.item;
  }

  /** Announces the calls whose name never came, and gives the last of them. */
  finish(): FunctionCallItem | null {
    const nameless = this.#calls.filter((call) => call.item === null);
    return nameless.map((call) => this.#name(call, "")).at(-1) ?? null;
  }

  #name(call: StreamedCall, name: string): FunctionCallItem {
    if (call.item) {
      call.item.addName(name);
      return call.item;
    }
    const item = this.#openItem(call.id, name);
    item.addArguments(call.waiting);
    if (call.extra) item.addExtra(call.extra);
    call.item = item;
    call.waiting = "";
    return item;
  }

  // Some servers leave `index` out, and some send 0 for every call: an unknown id with a name opens a
  // call, and so does a name where neither index nor id is given.
  #find(delta: JsonObject, name: string): StreamedCall {
    const id = textOf(delta.id);
    if (typeof delta.index !== "number") {
      const last = name === "" && id === "" ? this.#calls.at(-1) : undefined;
      return this.#byId.get(id) ?? last ?? this.#open(id, this.#calls.length);
    }
    const known = this.#byIndex.get(delta.index);
    const isAnother = name !== "" && id !== "" && known && known.id !== "" && known.id !== id;
    return known && !isAnother ? known : this.#open(id, delta.index);
  }

  #open(id: string, index: number): StreamedCall {
    const call = { id, item: null, waiting: "", extra: null };
    this.#calls.push(call);
    this.#byIndex.set(index, call);
    if (id !== "") this.#byId.set(id, call);
    return call;
  }
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
