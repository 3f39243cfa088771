import type { JsonObject } from "../../../../lib/protocol/json";
import { type Play, pieces, type Speech, speechOf, TOKENS } from "../play";
import type { WireAnswer } from "../wire";
import { reported } from "./chat-answer";
import { conversationOf } from "./responses-request";

export function responseAnswer(json: JsonObject, play: Play): WireAnswer {
  const speech = speechOf(play, conversationOf(json));
  const items = outputItems(speech);
  const body = response(json, speech, items);
  if (json.stream !== true) return { kind: "json", body };
  const begun = { ...body, status: "in_progress", output: [], usage: null };
  const ending = speech.ending === "length" ? "response.incomplete" : "response.completed";
  const events = [
    { type: "response.created", response: begun },
    { type: "response.in_progress", response: begun },
    ...items.flatMap((item, index) => itemEvents(item, index)),
    { type: ending, response: body },
  ];
  const frames = events.map((event, sequence_number) => {
    return `event: ${event.type}\ndata: ${JSON.stringify({ ...event, sequence_number })}\n\n`;
  });
  return { kind: "stream", frames, closing: 1 };
}

interface Event extends JsonObject {
  type: string;
}

interface Item extends JsonObject {
  type: string;
  id: string;
}

function outputItems({ reasoning, text, calls }: Speech): Item[] {
  const items: Item[] = [];
  if (reasoning !== null) {
    const summary = [{ type: "summary_text", text: reasoning }];
    items.push({ type: "reasoning", id: "rs_fake", summary });
  }
  if (text !== null) {
    const content = [{ type: "output_text", text, annotations: [], logprobs: [] }];
    items.push({
      type: "message",
      id: "msg_fake",
      status: "completed",
      role: "assistant",
      content,
    });
  }
  calls.forEach((call, index) => {
    const id = `fc_fake${index}`;
    const ids = { id, call_id: `call_fake${index}` };
    items.push({ type: "function_call", ...ids, status: "completed", ...call });
  });
  return items;
}

function response(json: JsonObject, speech: Speech, output: Item[]): JsonObject {
  const isCut = speech.ending === "length";
  return {
    id: "resp_fake",
    object: "response",
    created_at: 1_763_600_000,
    status: isCut ? "incomplete" : "completed",
    error: null,
    incomplete_details: isCut ? { reason: "max_output_tokens" } : null,
    instructions: json.instructions ?? null,
    metadata: {},
    model: reported(json.model),
    output,
    parallel_tool_calls: true,
    temperature: 1,
    tool_choice: json.tool_choice ?? "auto",
    tools: json.tools ?? [],
    top_p: 1,
    text: json.text ?? { format: { type: "text" } },
    usage: {
      input_tokens: TOKENS.prompt,
      input_tokens_details: { cached_tokens: TOKENS.cached },
      output_tokens: TOKENS.completion,
      output_tokens_details: {
        reasoning_tokens: speech.reasoning === null ? 0 : TOKENS.reasoning,
      },
      total_tokens: TOKENS.total,
    },
  };
}

function itemEvents(item: Item, output_index: number): Event[] {
  const at = { output_index, item_id: item.id };
  const begun = { ...item, status: "in_progress" };
  return [
    { type: "response.output_item.added", output_index, item: emptied(begun) },
    ...contentEvents(item, at),
    { type: "response.output_item.done", output_index, item },
  ];
}

function emptied(item: Item): Item {
  if (item.type === "message") return { ...item, content: [] };
  return item.type === "reasoning" ? { ...item, summary: [] } : { ...item, arguments: "" };
}

function contentEvents(item: Item, at: object): Event[] {
  if (item.type === "function_call") {
    const text = String(item.arguments);
    const done = { type: "response.function_call_arguments.done", ...at, arguments: text };
    return [...deltas("response.function_call_arguments.delta", text, at), done];
  }
  const [part] = (item.type === "message" ? item.content : item.summary) as [{ text: string }];
  const { text } = part;
  const place = item.type === "message" ? { ...at, content_index: 0 } : { ...at, summary_index: 0 };
  const name =
    item.type === "message" ? "response.content_part" : "response.reasoning_summary_part";
  const texts =
    item.type === "message" ? "response.output_text" : "response.reasoning_summary_text";
  return [
    { type: `${name}.added`, ...place, part: { ...part, text: "" } },
    ...deltas(`${texts}.delta`, text, place),
    { type: `${texts}.done`, ...place, text },
    { type: `${name}.done`, ...place, part },
  ];
}

function deltas(type: string, text: string, at: object): Event[] {
  return pieces(text, 5).map((delta) => ({ type, ...at, delta }));
}
