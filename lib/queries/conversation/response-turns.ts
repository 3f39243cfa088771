import type { JsonObject } from "../../protocol/json";
import { asList, asObject, asText, toJson } from "../../protocol/lenient-json";
import { toToolCall } from "../../protocol/tool-call";
import { media, sizeOfBase64 } from "./media";
import { contentText, partText } from "./part";
import type { Turn } from "./turn";

/** OpenAI's Responses: instructions, input, then the output. */
export function responseTurns(request: unknown, response: unknown): Turn[] {
  const { instructions, input } = asObject(request);
  const said = contentOrItems(instructions, "system");
  const asked = contentOrItems(input, "user");
  return [
    ...said,
    ...contextOf(asObject(request)),
    ...asked,
    ...turnsOf(asObject(response).output),
  ];
}

function contentOrItems(value: unknown, role: string): Turn[] {
  const text = asText(value);
  return text === null ? turnsOf(value) : [{ role, content: text }];
}

/** What the provider puts before the input and a reader of this call alone does not see. */
function contextOf(request: JsonObject): Turn[] {
  const conversation = asText(request.conversation) ?? asText(asObject(request.conversation).id);
  const previous = asText(request.previous_response_id) ?? conversation;
  const prompt = asText(asObject(request.prompt).id);
  const sentences = [
    previous === null ? "" : `Continues ${previous}, which the provider keeps.`,
    prompt === null ? "" : `Starts with the stored prompt ${prompt}.`,
  ];
  const content = sentences.filter(Boolean).join("\n");
  return content === "" ? [] : [{ role: "context", content }];
}

/** Items in order; what the model thinks, says and calls in a row is one turn. */
function turnsOf(items: unknown): Turn[] {
  const turns: Turn[] = [];
  for (const item of asList(items).map(asObject)) {
    for (const turn of toTurns(item)) {
      const last = turns.at(-1);
      if (last?.role === "assistant" && turn.role === "assistant") append(last, turn);
      else turns.push(turn);
    }
  }
  return turns;
}

function append(turn: Turn, next: Turn): void {
  turn.content = joined(turn.content, next.content);
  turn.toolCalls ??= [];
  turn.toolCalls.push(...(next.toolCalls ?? []));
  const reasoning = joined(turn.reasoning ?? "", next.reasoning ?? "");
  if (reasoning !== "") turn.reasoning = reasoning;
}

function joined(before: string, after: string): string {
  return before === "" || after === "" ? before + after : `${before}\n\n${after}`;
}

function toTurns(item: JsonObject): Turn[] {
  const type = asText(item.type) ?? ("role" in item ? "message" : "");
  if (type === "message") {
    return [{ role: asText(item.role) ?? "assistant", content: contentText(item.content) }];
  }
  if (type === "reasoning")
    return [{ role: "assistant", content: "", reasoning: thoughtsOf(item) }];
  if (type === "image_generation_call") return [{ role: "assistant", content: imageOf(item) }];
  if (type.endsWith("_call")) return callTurns(type, item);
  if (type.endsWith("_output")) return [toResult(item, item.output)];
  if (type === "item_reference") {
    return [{ role: "context", content: `The stored item ${asText(item.id) ?? ""}` }];
  }
  return type === "" ? [] : [{ role: "context", content: `[${type}]` }];
}

function thoughtsOf(item: JsonObject): string {
  const parts = [item.summary, item.content].map(asList).find(({ length }) => length > 0) ?? [];
  const thoughts = parts.map((part) => partText(part)).filter(Boolean);
  return thoughts.join("\n\n") || "[kept by the provider]";
}

function imageOf({ result }: JsonObject): string {
  const data = asText(result);
  return data === null ? media("image") : media("image", sizeOfBase64(data));
}

/** A call, with its result where the provider ran it and says so in the same item. */
function callTurns(type: string, item: JsonObject): Turn[] {
  const name = asText(item.name) ?? type.replace(/_call$/, "");
  const input = item.arguments ?? item.input ?? item.action ?? item.code ?? item.queries ?? "";
  const turn = { role: "assistant", content: "", toolCalls: [toToolCall(idOf(item), name, input)] };
  const output = item.output ?? item.error ?? item.outputs ?? item.results;
  return output === undefined || output === null ? [turn] : [turn, toResult(item, output)];
}

function toResult(item: JsonObject, output: unknown): Turn {
  const id = idOf(item);
  const content = Array.isArray(output) && !isParts(output) ? toJson(output) : contentText(output);
  return { role: "tool", content, ...(id === null ? {} : { toolCallId: id }) };
}

function isParts(output: readonly unknown[]): boolean {
  return output.every((part) => /^(input_|output_)/.test(asText(asObject(part).type) ?? ""));
}

function idOf(item: JsonObject): string | null {
  return asText(item.call_id) ?? asText(item.id);
}
