import { describe, expect, it } from "vitest";
import { gemini } from "../../../../lib/providers/gemini";
import { calling, user } from "../../../fixtures/gemini/conversation-fixture";
import { CONVERSATIONS } from "../../../fixtures/gemini/conversations";
import { geminiCall, geminiUpstream } from "../../../fixtures/gemini/gemini-call";
import { TOOL_CONVERSATIONS } from "../../../fixtures/gemini/tool-conversations";

const { buildRequest } = gemini.endpoints["chat.completions"]!;

function build(messages: object[], model = "gemini-2.5-flash") {
  const request = buildRequest(geminiCall({ messages }, { model }), geminiUpstream());
  return { ...request, text: request.body.toString(), body: JSON.parse(request.body.toString()) };
}

describe("gemini: messages", () => {
  it.each([...CONVERSATIONS, ...TOOL_CONVERSATIONS])("gemini $title", (fixture) => {
    const { body, droppedParams, warnings } = build(fixture.messages, fixture.model);

    expect(body.contents).toEqual(fixture.contents);
    expect(body.systemInstruction?.parts.map((part: { text: string }) => part.text)).toEqual(
      fixture.system,
    );
    expect(droppedParams).toEqual(fixture.dropped ?? []);
    expect(warnings).toEqual(fixture.warnings ?? []);
  });

  it("gemini case 21: arguments keep their order and the spelling of their numbers", () => {
    const args = '{"b":12345678901234567890,"2":1,"1":{"z":1.0,"a":null}}';

    const { text } = build([user("Go"), calling(["c1", "run", args])]);

    expect(text).toContain(`"args":${args}`);
  });

  it.each([
    ["an empty string", "", {}],
    ["white space", "  ", {}],
    ["an object", '{"a":1}', { a: 1 }],
  ])("gemini case 21: arguments may be %s", (_name, args, expected) => {
    const { body } = build([user("Go"), calling(["c1", "run", args])]);

    expect(body.contents[1].parts[0].functionCall.args).toEqual(expected);
  });

  it.each([
    ["case 16", [calling(["c1", "run", "{}"]), user("Hi")], "messages[0].tool_calls[0]"],
    ["case 19", [{ role: "robot", content: "Hi" }], "messages[0].role"],
    [
      "case 21",
      [user("a"), calling(["c", "f", "{broken"])],
      "messages[1].tool_calls[0].function.arguments",
    ],
    [
      "case 21",
      [user("a"), calling(["c", "f", "[1]"])],
      "messages[1].tool_calls[0].function.arguments",
    ],
    ["case 31", [{ role: "user", content: [{ type: "text", text: "" }] }], "messages[0].content"],
    ["case 31", [user("")], "messages[0].content"],
    ["case 3", [{ role: "assistant", content: "" }], "messages"],
    ["case 5", [user("a"), { role: "tool", content: "x" }], "messages[1].tool_call_id"],
    ["case 18", [user("a"), { role: "function", content: "x" }], "messages[1].name"],
    ["case 13", [user("a"), { role: "assistant", tool_calls: "f" }], "messages[1].tool_calls"],
    [
      "case 13",
      [user("a"), { role: "assistant", tool_calls: [{ id: "c" }] }],
      "messages[1].tool_calls[0].function",
    ],
    [
      "case 2",
      [{ role: "system", content: [{ type: "image_url" }] }],
      "messages[0].content[0].type",
    ],
  ])(
    "gemini %s: a message that cannot be said is a 400 with its path (%#)",
    (_case, messages, param) => {
      expect(() => build(messages)).toThrowError(
        expect.objectContaining({ name: "PrysmError", status: 400, param }),
      );
    },
  );

  it("takes more messages and parts than an argument list could", () => {
    const parts = Array.from({ length: 200_000 }, () => ({ type: "text", text: "x" }));

    const { body } = build([{ role: "user", content: parts }, user("y")]);

    expect(body.contents[0].parts).toHaveLength(200_001);
  });
});
