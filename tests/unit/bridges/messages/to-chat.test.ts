import { describe, expect, it } from "vitest";
import { messagesBridge } from "../../../../lib/bridges/messages/messages-bridge";
import { PrysmError } from "../../../../lib/errors";
import { parseChatRequest } from "../../../../lib/protocol/chat";
import type { JsonObject } from "../../../../lib/protocol/json";
import { parseMessagesRequest } from "../../../../lib/protocol/messages";
import { CONVERSATION_REQUESTS } from "../../../fixtures/messages/conversation-requests";
import { MEDIA_REQUESTS } from "../../../fixtures/messages/media-requests";
import { PARAMETER_REQUESTS } from "../../../fixtures/messages/parameter-requests";
import { REFUSALS } from "../../../fixtures/messages/refusals";
import { TOOL_REQUESTS } from "../../../fixtures/messages/tool-requests";
import { TOOL_RESULT_REQUESTS } from "../../../fixtures/messages/tool-result-requests";

const REQUESTS = [
  ...CONVERSATION_REQUESTS,
  ...TOOL_RESULT_REQUESTS,
  ...MEDIA_REQUESTS,
  ...TOOL_REQUESTS,
  ...PARAMETER_REQUESTS,
];
const hello = [{ role: "user", content: "Hello" }];

describe("a Messages request as a chat request", () => {
  for (const { title, request, chat: expected, ...fixture } of REQUESTS) {
    it(title, () => {
      const { chat, droppedParams, warnings } = messagesBridge.toChat(request);

      expect(chat).toMatchObject(expected);
      if (expected.messages) expect(chat.messages).toEqual(expected.messages);
      if (expected.tools) expect(chat.tools).toEqual(expected.tools);
      for (const field of fixture.without ?? []) expect(chat).not.toHaveProperty([field]);
      expect(droppedParams.toSorted()).toEqual((fixture.droppedParams ?? []).toSorted());
      const expectedWarnings = fixture.warnings ?? [];
      expect(warnings).toEqual(expectedWarnings.map((pattern) => expect.stringMatching(pattern)));
    });
  }

  it.each(REQUESTS)(
    "makes a chat request that a chat client could have sent: $title",
    (fixture) => {
      const { chat } = messagesBridge.toChat(fixture.request);

      expect(parseChatRequest({ model: "m", ...chat }).messages.length).toBeGreaterThan(0);
    },
  );

  it("leaves the client's request as it was", () => {
    const before = structuredClone(REQUESTS.map(({ request }) => request));

    for (const { request } of REQUESTS) messagesBridge.toChat(request);

    expect(REQUESTS.map(({ request }) => request)).toEqual(before);
  });

  it("keeps the order of keys in a tool's input", () => {
    const { chat } = messagesBridge.toChat({
      max_tokens: 1,
      messages: [
        { role: "user", content: "Go" },
        {
          role: "assistant",
          content: [{ type: "tool_use", id: "a", name: "f", input: { z: 1, a: 2, m: 3 } }],
        },
        { role: "user", content: [{ type: "tool_result", tool_use_id: "a" }] },
      ],
    });

    expect(JSON.stringify(chat.messages)).toContain('{\\"z\\":1,\\"a\\":2,\\"m\\":3}');
  });

  it("case 39 mirrored: gives a tool with a long name the same shorter one wherever it stands", () => {
    const name = `mcp__server__${"x".repeat(80)}`;
    const { chat } = messagesBridge.toChat({
      max_tokens: 1,
      tools: [{ name, input_schema: { type: "object" } }],
      tool_choice: { type: "tool", name },
      messages: [
        { role: "user", content: "Go" },
        { role: "assistant", content: [{ type: "tool_use", id: "a", name, input: {} }] },
        { role: "user", content: [{ type: "tool_result", tool_use_id: "a" }] },
      ],
    });
    const [tool] = chat.tools as { function: { name: string } }[];
    const short = tool?.function.name ?? "";

    expect(short).toMatch(/^mcp__server__x{42}_[0-9a-f]{8}$/);
    expect(chat.tool_choice).toEqual({ type: "function", function: { name: short } });
    expect(chat.messages).toMatchObject([
      {},
      { tool_calls: [{ function: { name: short } }] },
      { role: "tool" },
    ]);
  });

  it("names no more dropped parameters than a header can hold", () => {
    const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`future_${n}`, n]));

    const { droppedParams } = messagesBridge.toChat({ max_tokens: 1, messages: hello, ...many });

    expect(droppedParams).toHaveLength(33);
    expect(droppedParams.at(-1)).toBe("others");
  });
});

describe("what cannot be said to a chat upstream", () => {
  for (const { title, request, param } of REFUSALS) {
    it(`${title} is a 400 that names the place`, () => {
      expect(() => parseMessagesRequest(request)).not.toThrow();
      expect(refusalOf(request)).toMatchObject({ code: "invalid_request", status: 400, param });
    });
  }

  it("case 3 mirrored: says what to send where nothing is said", () => {
    const request = { max_tokens: 1, messages: [{ role: "assistant", content: [] }] };

    expect(refusalOf(request)).toMatchObject({ code: "missing_messages", param: "messages" });
  });
});

function refusalOf(request: JsonObject): PrysmError {
  try {
    messagesBridge.toChat(request);
  } catch (error) {
    if (error instanceof PrysmError) return error;
    throw error;
  }
  throw new Error("The request was accepted.");
}
