import { describe, expect, test } from "vitest";
import { parseConversation } from "../../../../lib/queries/conversation";

const read = (endpoint: string, request: object, response: object = {}) =>
  parseConversation(endpoint, JSON.stringify(request), JSON.stringify(response))?.messages ?? [];

/** Role and text of every message, for what has nothing else. */
const lines = (...call: Parameters<typeof read>) =>
  read(...call).map(({ role, content }) => `${role}: ${content}`);

const bytes = (count: number) => Buffer.alloc(count).toString("base64");

describe("a response", () => {
  test("is the instructions, the input and the output", () => {
    const request = { instructions: "Be brief.", input: "Hi" };
    const content = [{ type: "output_text", text: "Hello", annotations: [] }];
    const response = { output: [{ type: "message", role: "assistant", content }] };
    expect(lines("responses", request, response)).toEqual([
      "system: Be brief.",
      "user: Hi",
      "assistant: Hello",
    ]);
  });

  test("takes items as input", () => {
    const request = {
      input: [
        { role: "developer", content: "Be brief." },
        {
          type: "message",
          role: "user",
          content: [
            { type: "input_text", text: "Read" },
            { type: "input_image", image_url: `data:image/png;base64,${bytes(300)}` },
            { type: "input_file", filename: "a.pdf", file_data: bytes(300) },
            { type: "input_file", file_id: "file_1" },
          ],
        },
      ],
    };
    expect(lines("responses", request)).toEqual([
      "developer: Be brief.",
      "user: Read\n[image image/png, 300 B]\n[file a.pdf]\n[file file_1]",
    ]);
  });

  test("makes one turn of what the model thinks, says and calls in a row", () => {
    const output = [
      { type: "reasoning", summary: [{ text: "First." }, { text: "Second." }] },
      { type: "message", role: "assistant", content: [{ type: "output_text", text: "I look." }] },
      { type: "function_call", id: "fc", call_id: "c1", name: "look", arguments: '{"at":"x"}' },
      { type: "custom_tool_call", call_id: "c2", name: "run", input: "raw" },
    ];
    expect(read("responses", { input: "Hi" }, { output })[1]).toEqual({
      role: "assistant",
      content: "I look.",
      reasoning: "First.\n\nSecond.",
      toolCalls: [
        { id: "c1", name: "look", arguments: '{"at":"x"}' },
        { id: "c2", name: "run", arguments: "raw" },
      ],
    });
  });

  test("joins calls with their outputs, given later or in the call itself", () => {
    const input = [
      { type: "function_call", call_id: "c1", name: "look", arguments: "{}" },
      { type: "function_call_output", call_id: "c1", output: "Cats" },
      { type: "mcp_call", id: "m1", name: "ask", arguments: "{}", output: "Dogs" },
      {
        type: "code_interpreter_call",
        id: "i1",
        code: "1+1",
        outputs: [{ type: "logs", logs: "2" }],
      },
      { type: "web_search_call", id: "w1", action: { type: "search", query: "q" } },
    ];
    const turns = read("responses", { input });
    expect(turns.flatMap(({ toolCalls }) => toolCalls)).toEqual([
      { id: "c1", name: "look", arguments: "{}" },
      { id: "m1", name: "ask", arguments: "{}" },
      { id: "i1", name: "code_interpreter", arguments: "1+1" },
      { id: "w1", name: "web_search", arguments: '{"type":"search","query":"q"}' },
    ]);
    expect(turns.filter(({ role }) => role === "tool").map((turn) => turn.toolCallId)).toEqual([
      "c1",
      "m1",
      "i1",
    ]);
    expect(turns.filter(({ role }) => role === "tool").map(({ content }) => content)).toEqual([
      "Cats",
      "Dogs",
      '[{"type":"logs","logs":"2"}]',
    ]);
  });

  test("shows what it painted or saw as its size", () => {
    const screenshot = `data:image/png;base64,${bytes(300)}`;
    const input = [
      {
        type: "computer_call_output",
        call_id: "c1",
        output: { type: "computer_screenshot", image_url: screenshot },
      },
    ];
    const output = [{ type: "image_generation_call", id: "i1", result: bytes(3_000) }];
    expect(lines("responses", { input }, { output })).toEqual([
      "tool: [image image/png, 300 B]",
      "assistant: [image 2.9 KiB]",
    ]);
  });

  test("says what a refusal says, and that reasoning is kept where it shows none", () => {
    const output = [
      { type: "reasoning", summary: [], encrypted_content: "xxxx" },
      { type: "message", role: "assistant", content: [{ type: "refusal", refusal: "No." }] },
    ];
    expect(read("responses", { input: "Hi" }, { output })[1]).toMatchObject({
      content: "No.",
      reasoning: "[kept by the provider]",
    });
  });

  test("says what it continues", () => {
    const request = { previous_response_id: "resp_1", prompt: { id: "pmpt_1" }, input: "Go on" };
    expect(lines("responses", request)).toEqual([
      "context: Continues resp_1, which the provider keeps.\nStarts with the stored prompt pmpt_1.",
      "user: Go on",
    ]);
  });

  test("names items nobody knows", () => {
    const input = [{ type: "item_reference", id: "msg_1" }, { type: "compaction" }, {}];
    expect(lines("responses", { input })).toEqual([
      "context: The stored item msg_1",
      "context: [compaction]",
    ]);
  });
});
