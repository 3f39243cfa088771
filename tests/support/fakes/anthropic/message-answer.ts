import { isObject, type JsonObject, parseJson } from "../../../../lib/protocol/json";
import { type Play, pieces, SIGNATURE, type Speech, speechOf, TOKENS } from "../play";
import type { WireAnswer } from "../wire";
import { conversationOf } from "./messages-request";

const STOP_REASONS = {
  stop: "end_turn",
  length: "max_tokens",
  tool_calls: "tool_use",
  content_filter: "refusal",
} as const;

const PING = 'event: ping\ndata: {"type": "ping"}\n\n';

export function messageAnswer(json: JsonObject, play: Play): WireAnswer {
  const speech = asForcedTool(speechOf(play, conversationOf(json)), json, play);
  const blocks = blocksOf(speech);
  const message = {
    id: "msg_fake",
    type: "message",
    role: "assistant",
    model: json.model === "claude-sonnet-4-5" ? "claude-sonnet-4-5-20250929" : json.model,
    content: blocks,
    stop_reason: STOP_REASONS[speech.ending],
    stop_sequence: null,
    usage: usageOf(speech),
  };
  if (json.stream !== true) return { kind: "json", body: message };
  const begun = { ...message, content: [], stop_reason: null };
  const usage = { ...usageOf(speech), output_tokens: 1 };
  const { stop_reason, stop_sequence } = message;
  const frames = [
    frame({ type: "message_start", message: { ...begun, usage } }),
    ...blocks.flatMap(blockFrames),
    PING,
    frame({
      type: "message_delta",
      delta: { stop_reason, stop_sequence },
      usage: { output_tokens: TOKENS.completion },
    }),
    frame({ type: "message_stop" }),
  ];
  return { kind: "stream", frames, closing: 1 };
}

/** Structured output of a model that is forced to call one tool is that tool's input. */
function asForcedTool(speech: Speech, { tool_choice: choice }: JsonObject, play: Play): Speech {
  const isForced = isObject(choice) && choice.type === "tool";
  if (play.answer !== "json" || !isForced) return speech;
  const call = { name: String(choice.name), arguments: speech.text ?? "{}" };
  return { ...speech, text: null, calls: [call], ending: "tool_calls" };
}

function usageOf({ reasoning }: Speech): object {
  return {
    input_tokens: TOKENS.prompt - TOKENS.cached,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: TOKENS.cached,
    output_tokens: TOKENS.completion,
    ...(reasoning === null ? {} : { output_tokens_details: { thinking_tokens: TOKENS.reasoning } }),
    service_tier: "standard",
  };
}

function blocksOf({ reasoning, text, calls }: Speech): JsonObject[] {
  return [
    ...(reasoning === null
      ? []
      : [{ type: "thinking", thinking: reasoning, signature: SIGNATURE }]),
    ...(text === null ? [] : [{ type: "text", text }]),
    ...calls.map((call, index) => {
      const input = parseJson(call.arguments);
      return { type: "tool_use", id: `toolu_fake${index}`, name: call.name, input };
    }),
  ];
}

function blockFrames(block: JsonObject, index: number): string[] {
  const deltas = deltasOf(block).map((delta) =>
    frame({ type: "content_block_delta", index, delta }),
  );
  const start = frame({ type: "content_block_start", index, content_block: emptied(block) });
  const stop = frame({ type: "content_block_stop", index });
  return [start, ...(index === 0 ? [PING] : []), ...deltas, stop];
}

function emptied(block: JsonObject): JsonObject {
  if (block.type === "text") return { ...block, text: "" };
  if (block.type === "tool_use") return { ...block, input: {} };
  return { ...block, thinking: "", signature: "" };
}

function deltasOf(block: JsonObject): object[] {
  if (block.type === "text") {
    return pieces(String(block.text)).map((text) => ({ type: "text_delta", text }));
  }
  if (block.type === "tool_use") {
    const parts = ["", ...pieces(JSON.stringify(block.input), 5)];
    return parts.map((partial_json) => ({ type: "input_json_delta", partial_json }));
  }
  const thoughts = pieces(String(block.thinking));
  return [
    ...thoughts.map((thinking) => ({ type: "thinking_delta", thinking })),
    { type: "signature_delta", signature: block.signature },
  ];
}

function frame(event: { type: string; [field: string]: unknown }): string {
  return `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}
