import type { StreamEvent } from "../../../../lib/protocol/stream-event";
import { finalOf } from "./read-events";

type Fields = Record<string, unknown>;

/** What deltas add to, by the name of their events. */
const TEXTS = new Set([
  "response.output_text",
  "response.refusal",
  "response.reasoning_summary_text",
  "response.function_call_arguments",
]);
const ENDS = new Set<unknown>(["response.completed", "response.incomplete", "response.failed"]);

/**
 * What is wrong with a sequence of events by the rules every client relies on: numbered without gaps, one
 * beginning and one end, items and parts announced in order before anything goes to them and done once,
 * deltas that add up to the text that is done, and done items that are the final response's.
 */
export function problemsOf(events: StreamEvent[]): string[] {
  const check = new SequenceCheck();
  for (const [position, event] of events.entries()) check.take(event, position);
  return check.finish(events);
}

class SequenceCheck {
  readonly #problems: string[] = [];
  readonly #texts = new Map<string, string>();
  readonly #parts = new Map<string, "open" | "done">();
  readonly #added: Fields[] = [];
  readonly #done = new Map<unknown, unknown>();

  take({ event, data }: StreamEvent, position: number): void {
    const type = String(data.type);
    this.#expect(event === type, `${position}: named ${event}, is ${type}`);
    this.#expect(data.sequence_number === position, `${position}: is ${data.sequence_number}`);
    if (type === "response.output_item.added") this.#takeItem(data);
    else if (data.output_index !== undefined) this.#takeContent(type, data);
  }

  finish(events: StreamEvent[]): string[] {
    this.#expect(events[0]?.event === "response.created", "is not created first");
    this.#expect(events[1]?.event === "response.in_progress", "is not in progress then");
    const ends = events.filter(({ event }) => ENDS.has(event));
    this.#expect(ends.length === 1 && ends[0] === events.at(-1), "does not end once, at the end");
    const output = finalOf(events)?.output as Fields[];
    this.#expect(new Set(output.map(({ id }) => id)).size === output.length, "two have one id");
    if (events.at(-1)?.event === "response.failed") return this.#problems;
    const isDone = [...this.#parts.values()].every((state) => state === "done");
    this.#expect(isDone, "a part was never done");
    const items = output.map((_, index) => this.#done.get(index));
    this.#expect(JSON.stringify(items) === JSON.stringify(output), "the final output differs");
    this.#expect(this.#added.length === output.length, "the final output lacks an item");
    return this.#problems;
  }

  #takeItem(data: Fields): void {
    const next = this.#added.length;
    this.#expect(data.output_index === next, `item ${next} added out of order`);
    this.#added.push(data.item as Fields);
  }

  #takeContent(type: string, data: Fields): void {
    const item = this.#added[data.output_index as number];
    this.#expect(item !== undefined, `${type} before its item`);
    this.#expect(!this.#done.has(data.output_index), `${type} after its item was done`);
    const id = data.item_id ?? (data.item as Fields).id;
    this.#expect(item?.id === id, `${type} to another id`);
    if (type === "response.output_item.done") this.#done.set(data.output_index, data.item);
    const part = `${data.output_index}/${data.content_index ?? data.summary_index ?? ""}`;
    if (type.endsWith("part.added")) {
      this.#expect(!this.#parts.has(part), `part ${part} added twice`);
      this.#parts.set(part, "open");
    } else if (type.endsWith("part.done")) {
      this.#expect(this.#parts.get(part) === "open", `part ${part} done without being open`);
      this.#parts.set(part, "done");
    } else if (!type.startsWith("response.output_item")) this.#takeText(type, data, part);
  }

  #takeText(type: string, data: Fields, part: string): void {
    const name = type.replace(/\.(delta|done)$/, "");
    if (name.startsWith("response.image_generation_call")) return;
    const isInPart = !name.endsWith("function_call_arguments");
    this.#expect(!isInPart || this.#parts.get(part) === "open", `${type} outside an open part`);
    if (name.endsWith("annotation.added")) return;
    this.#expect(TEXTS.has(name), `${type} is unknown`);
    const before = this.#texts.get(part) ?? "";
    if (type.endsWith(".delta")) this.#texts.set(part, before + data.delta);
    else {
      const whole = data.text ?? data.refusal ?? data.arguments;
      this.#expect(whole === before, `${type} differs from its deltas`);
    }
  }

  #expect(holds: boolean, problem: string): void {
    if (!holds) this.#problems.push(problem);
  }
}
