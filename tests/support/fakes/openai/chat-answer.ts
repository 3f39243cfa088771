import { isObject, type JsonObject } from "../../../../lib/protocol/json";
import { type Play, pieces, type Speech, speechOf, TOKENS } from "../play";
import type { WireAnswer } from "../wire";
import { conversationOf } from "./chat-request";
import { inManner, type Service } from "./services";

/** OpenAI answers under the name of the model's dated version. */
export function reported(model: unknown): string {
  return model === "gpt-4.1-mini" ? "gpt-4.1-mini-2025-04-14" : String(model);
}

export function chatUsage(speech: Speech): object {
  const reasoning = speech.reasoning === null ? 0 : TOKENS.reasoning;
  return {
    prompt_tokens: TOKENS.prompt,
    completion_tokens: TOKENS.completion,
    total_tokens: TOKENS.total,
    prompt_tokens_details: { cached_tokens: TOKENS.cached, audio_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: reasoning, audio_tokens: 0 },
  };
}

export function chatAnswer(json: JsonObject, play: Play, service: Service): WireAnswer {
  const speech = speechOf(play, conversationOf(json));
  return json.stream === true
    ? streamed(json, speech, service)
    : { kind: "json", body: whole(json, speech) };
}

function envelope(json: JsonObject, object: string): object {
  const created = 1_763_600_000;
  return { id: "chatcmpl-fake", object, created, model: reported(json.model) };
}

function whole(json: JsonObject, speech: Speech): object {
  const { reasoning, text, calls, ending } = speech;
  const message = {
    role: "assistant",
    content: text,
    refusal: null,
    ...(reasoning === null ? {} : { reasoning_content: reasoning }),
    ...(calls.length === 0
      ? {}
      : {
          tool_calls: calls.map((call, k) => ({ id: idOf(k), type: "function", function: call })),
        }),
  };
  return {
    ...envelope(json, "chat.completion"),
    choices: [{ index: 0, message, logprobs: null, finish_reason: ending }],
    usage: chatUsage(speech),
    service_tier: "default",
    system_fingerprint: "fp_fake",
  };
}

function idOf(index: number): string {
  return `call_fake${index}Zz`;
}

function streamed(json: JsonObject, speech: Speech, service: Service): WireAnswer {
  const options = json.stream_options;
  const hasUsage = isObject(options) && options.include_usage === true;
  const chunk = (delta: object, finishReason: string | null = null) => ({
    ...envelope(json, "chat.completion.chunk"),
    system_fingerprint: "fp_fake",
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finishReason }],
    ...(hasUsage ? { usage: null } : {}),
  });
  const spoken: JsonObject[] = [
    chunk({ role: "assistant", content: speech.calls.length > 0 ? null : "", refusal: null }),
    ...pieces(speech.reasoning ?? "").map((part) => chunk({ reasoning_content: part })),
    ...pieces(speech.text ?? "").map((part) => chunk({ content: part })),
    ...callDeltas(speech).map((call) => chunk({ tool_calls: [call] })),
    chunk({}, speech.ending),
  ];
  const chunks = inManner(spoken, chatUsage(speech), service);
  if (hasUsage) {
    const last = { ...envelope(json, "chat.completion.chunk"), choices: [] };
    chunks.push({ ...last, usage: chatUsage(speech) });
  }
  const frames = [...chunks.map((data) => `data: ${JSON.stringify(data)}\n\n`), "data: [DONE]\n\n"];
  return { kind: "stream", frames, closing: 1 };
}

/** All calls begin, then their arguments come in turns. */
function callDeltas({ calls }: Speech): object[] {
  const starts = calls.map(({ name }, index) => {
    const called = { name, arguments: "" };
    return { index, id: idOf(index), type: "function", function: called };
  });
  const fragments = calls.flatMap((call, index) =>
    pieces(call.arguments, 5).map((part, turn) => ({ turn, index, part })),
  );
  fragments.sort((a, b) => a.turn - b.turn || a.index - b.index);
  return [
    ...starts,
    ...fragments.map(({ index, part }) => ({ index, function: { arguments: part } })),
  ];
}
