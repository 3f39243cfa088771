import { isObject, type JsonObject, parseJson } from "./json";

/** The non-streaming shape of a streamed response, as far as it came. */
export interface AssembledResponse {
  /** A `response` object; null when the stream held none and nothing to make one of. */
  response: JsonObject | null;
  /** The error of a stream that ended in one. */
  error: JsonObject | null;
  /** The upstream said how it ended, and it was no failure. */
  isComplete: boolean;
}

interface StreamedItem {
  item: JsonObject;
  content: Map<number, JsonObject>;
  summary: Map<number, JsonObject>;
}

/** Where a delta's text goes: a field of the item, or of one of its parts. */
interface Target {
  list: "content" | "summary" | null;
  type: string;
  field: string;
}

const TARGETS: ReadonlyMap<string, Target> = new Map([
  ["response.output_text", { list: "content", type: "output_text", field: "text" }],
  ["response.refusal", { list: "content", type: "refusal", field: "refusal" }],
  ["response.reasoning_text", { list: "content", type: "reasoning_text", field: "text" }],
  ["response.reasoning_summary_text", { list: "summary", type: "summary_text", field: "text" }],
  ["response.function_call_arguments", { list: null, type: "function_call", field: "arguments" }],
  ["response.mcp_call_arguments", { list: null, type: "mcp_call", field: "arguments" }],
  ["response.custom_tool_call_input", { list: null, type: "custom_tool_call", field: "input" }],
  [
    "response.code_interpreter_call_code",
    { list: null, type: "code_interpreter_call", field: "code" },
  ],
]);

const ENDS = new Set<unknown>(["response.completed", "response.incomplete", "response.failed"]);
const STATES = new Set<unknown>(["response.created", "response.queued", "response.in_progress"]);
const SILENT_ITEMS = new Set<unknown>(["message", "reasoning"]);

/** Folds the events of one Responses stream, in order, into the response they spell out. */
export class ResponseAssembler {
  #head: JsonObject | null = null;
  #final: JsonObject | null = null;
  #error: JsonObject | null = null;
  readonly #items = new Map<number, StreamedItem>();

  /** Takes the data of one event; says whether it carried the first kind of content a reader waits for. */
  take(data: string): boolean {
    const event = parseJson(data);
    if (!isObject(event)) return false;
    const { type, response } = event;
    if (isObject(event.error)) this.#error = event.error;
    else if (type === "error") this.#error = errorOf(event);
    if (isObject(response) && STATES.has(type)) this.#head = response;
    if (isObject(response) && ENDS.has(type)) {
      this.#final = response;
      if (type === "response.failed") {
        this.#error = isObject(response.error) ? response.error : { message: null, code: null };
      }
    }
    return typeof type === "string" && this.#takeContent(type, event);
  }

  finish(): AssembledResponse {
    const isComplete = this.#error === null && this.#final !== null;
    return { response: this.#final ?? this.#fold(), error: this.#error, isComplete };
  }

  #fold(): JsonObject | null {
    if (!this.#head && this.#items.size === 0) return null;
    const output = inOrder(this.#items).map(toItemObject);
    return { object: "response", ...this.#head, output };
  }

  #takeContent(type: string, event: JsonObject): boolean {
    const item = this.#itemOf(event);
    if (!item) return false;
    switch (type) {
      case "response.output_item.added":
      case "response.output_item.done":
        return takeItem(item, event.item) && type.endsWith("added");
      case "response.content_part.added":
      case "response.content_part.done":
        return takePart(item.content, event.content_index, event.part);
      case "response.reasoning_summary_part.added":
      case "response.reasoning_summary_part.done":
        return takePart(item.summary, event.summary_index, event.part);
      default:
        return takeDelta(item, type, event);
    }
  }

  #itemOf({ output_index: index }: JsonObject): StreamedItem | null {
    if (typeof index !== "number") return null;
    let item = this.#items.get(index);
    if (!item) {
      item = { item: {}, content: new Map(), summary: new Map() };
      this.#items.set(index, item);
    }
    return item;
  }
}

// A done item says everything again; what it lists replaces the deltas.
function takeItem(streamed: StreamedItem, item: unknown): boolean {
  if (!isObject(item)) return false;
  streamed.item = { ...streamed.item, ...item };
  for (const list of ["content", "summary"] as const) {
    const parts = item[list];
    if (!Array.isArray(parts)) continue;
    for (const [index, part] of parts.entries()) takePart(streamed[list], index, part);
  }
  return !SILENT_ITEMS.has(item.type);
}

function takePart(parts: Map<number, JsonObject>, index: unknown, part: unknown): false {
  if (typeof index === "number" && isObject(part)) parts.set(index, { ...part });
  return false;
}

function takeDelta(streamed: StreamedItem, type: string, event: JsonObject): boolean {
  const { delta } = event;
  if (typeof delta !== "string" || !type.endsWith(".delta")) return false;
  const target = TARGETS.get(type.slice(0, -".delta".length));
  if (!target) return false;
  const holder = target.list === null ? streamed.item : partOf(streamed, target, event);
  const before = holder[target.field];
  holder.type ??= target.type;
  holder[target.field] = (typeof before === "string" ? before : "") + delta;
  return delta !== "";
}

function partOf(streamed: StreamedItem, { list, type }: Target, event: JsonObject): JsonObject {
  const parts = list === "summary" ? streamed.summary : streamed.content;
  const given = list === "summary" ? event.summary_index : event.content_index;
  const index = typeof given === "number" ? given : 0;
  const part = parts.get(index) ?? { type };
  parts.set(index, part);
  return part;
}

function toItemObject({ item, content, summary }: StreamedItem): JsonObject {
  return {
    ...item,
    ...(content.size === 0 ? {} : { content: inOrder(content) }),
    ...(summary.size === 0 ? {} : { summary: inOrder(summary) }),
  };
}

function inOrder<Value>(byIndex: Map<number, Value>): Value[] {
  return [...byIndex.entries()].sort(([a], [b]) => a - b).map(([, value]) => value);
}

function errorOf({ code, message, param }: JsonObject): JsonObject {
  return { type: "error", code: code ?? null, message: message ?? null, param: param ?? null };
}
