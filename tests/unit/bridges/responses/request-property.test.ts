import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { responsesBridge } from "../../../../lib/bridges/responses/responses-bridge";
import { PrysmError } from "../../../../lib/errors";
import { parseChatRequest } from "../../../../lib/protocol/chat";
import { parseResponsesRequest } from "../../../../lib/protocol/responses";

const anyOf = (...values: unknown[]) =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...values) },
    { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
  );
const given = <T>(fields: Record<string, fc.Arbitrary<T>>) =>
  fc.record(fields, { requiredKeys: [] });
const anyPart = given({
  type: anyOf("input_text", "output_text", "input_image", "input_file", "input_audio", "refusal"),
  text: anyOf("x"),
  refusal: anyOf("x"),
  image_url: anyOf("https://a.example"),
  file_data: anyOf("data:,x"),
  input_audio: anyOf({}),
});
const anyItem = given({
  type: anyOf("message", "function_call", "function_call_output", "reasoning"),
  role: anyOf("user", "assistant", "system", "developer"),
  content: fc.oneof(anyOf("x"), fc.array(anyPart, { maxLength: 2 })),
  call_id: anyOf("a", "b"),
  name: anyOf("f"),
  arguments: anyOf("{}"),
  output: anyOf("1", []),
  summary: anyOf([], [{ type: "summary_text", text: "x" }]),
  encrypted_content: anyOf("x"),
});
const anyRequest = given<unknown>({
  model: anyOf("m"),
  input: fc.oneof(anyOf("x"), fc.array(anyItem, { maxLength: 5 })),
  instructions: anyOf("x"),
  tools: anyOf([{ type: "function", name: "f" }], []),
  tool_choice: anyOf("auto", "required", { type: "function", name: "f" }),
  parallel_tool_calls: anyOf(true),
  text: anyOf({ format: { type: "json_object" }, verbosity: "low" }),
  reasoning: anyOf({ effort: "low" }),
  max_output_tokens: anyOf(1),
  temperature: anyOf(1),
  top_logprobs: anyOf(0, 2),
  include: anyOf(["message.output_text.logprobs"]),
  stream: anyOf(true, false),
  stream_options: anyOf({}),
  user: anyOf("u"),
  metadata: anyOf({}),
  store: anyOf(true),
  truncation: anyOf("auto"),
});

describe("any JSON", () => {
  it("becomes a chat call that chat accepts, or a 400", () => {
    let accepted = 0;
    fc.assert(
      fc.property(fc.oneof(anyRequest, fc.jsonValue()), (request) => {
        accepted += isAccepted(request) ? 1 : 0;
      }),
      { numRuns: 1_000 },
    );
    expect(accepted).toBeGreaterThan(0);
  });
});

function isAccepted(request: unknown): boolean {
  try {
    parseResponsesRequest(request);
    const { chat } = responsesBridge.toChat(request as Record<string, unknown>);
    parseChatRequest(chat);
    return true;
  } catch (thrown) {
    if (thrown instanceof PrysmError && thrown.status === 400) return false;
    throw thrown;
  }
}
