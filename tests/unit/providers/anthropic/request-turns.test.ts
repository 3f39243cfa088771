import { describe, expect, it } from "vitest";
import {
  hello,
  refusalOf,
  toolCall,
  translate,
  translateMessages,
} from "../../../fixtures/anthropic/request";
import {
  assistant,
  cached,
  calling,
  text,
  tool,
  toolResult,
  toolUse,
  user,
} from "../../../fixtures/anthropic/request-messages";

describe("the system prompt", () => {
  it("case 1: system and developer messages from anywhere become text blocks of system, in order", () => {
    const { body } = translate({
      messages: [
        { role: "system", content: "One." },
        user("Hi"),
        { role: "developer", content: "Two." },
        assistant("Hello"),
        { role: "system", content: [{ type: "text", text: "Three." }] },
        user("Bye"),
      ],
    });

    expect(body.system).toEqual([text("One."), text("Two."), text("Three.")]);
    expect(body.messages).toEqual([
      user([text("Hi")]),
      assistant([text("Hello")]),
      user([text("Bye")]),
    ]);
  });

  it("case 2: parts stay blocks with their cache_control, empty texts are left out", () => {
    const { body } = translate({
      messages: [
        {
          role: "system",
          content: [
            { type: "text", text: "Rules", cache_control: { type: "ephemeral", ttl: "1h" } },
            { type: "text", text: "" },
            { type: "text", text: " \n" },
          ],
        },
        ...hello,
      ],
    });

    expect(body.system).toEqual([
      { ...text("Rules"), cache_control: { type: "ephemeral", ttl: "1h" } },
    ]);
  });

  it("case 2: a system prompt of empty texts only is no system prompt", () => {
    expect(
      translate({ messages: [{ role: "system", content: "" }, ...hello] }).body,
    ).not.toHaveProperty("system");
  });

  it("case 3: a system message alone is sent as the user's, with a warning", () => {
    const { body, warnings } = translate({ messages: [{ role: "system", content: "Say hi." }] });

    expect(body.messages).toEqual([user([text("Say hi.")])]);
    expect(body).not.toHaveProperty("system");
    expect(warnings).toEqual([
      "messages: the system message was sent as the user's, as there is no other message",
    ]);
  });

  it("case 3: messages without any content are refused", () => {
    expect(refusalOf({ messages: [{ role: "system", content: "" }] }).param).toBe("messages");
  });
});

describe("turns", () => {
  it("case 4: messages of one role in a row become one turn", () => {
    expect(
      translateMessages([user("a"), user("b"), assistant("c"), assistant("d"), user("e")]),
    ).toEqual([user([text("a"), text("b")]), assistant([text("c"), text("d")]), user([text("e")])]);
  });

  it("case 5: N tool messages become N tool_result blocks of one user turn, in order", () => {
    expect(
      translateMessages([user("go"), calling("a", "b", "c"), tool("b"), tool("a"), tool("c")]),
    ).toEqual([
      user([text("go")]),
      assistant([toolUse("a"), toolUse("b"), toolUse("c")]),
      user([toolResult("b"), toolResult("a"), toolResult("c")]),
    ]);
  });

  it("case 4, 6: results stand before the user's text, wherever the text came", () => {
    expect(
      translateMessages([user("go"), calling("a", "b"), tool("a"), user("and?"), tool("b")]),
    ).toEqual([
      user([text("go")]),
      assistant([toolUse("a"), toolUse("b")]),
      user([toolResult("a"), toolResult("b"), text("and?")]),
    ]);
  });

  it("case 7: a result that no call waits for becomes the user's text, an empty one nothing", () => {
    const { body, warnings } = translate({
      messages: [user("go"), tool("gone", "18 °C"), tool("gone", ""), tool("gone", null)],
    });

    expect(body.messages).toEqual([user([text("go"), text("Tool result: 18 °C")])]);
    expect(warnings).toEqual([
      "messages: tool results without a call were sent as the user's text",
    ]);
  });

  it("case 7: a second result of the same call becomes text as well", () => {
    expect(
      translateMessages([user("go"), calling("a"), tool("a", "1"), tool("a", [text("2")])]),
    ).toEqual([
      user([text("go")]),
      assistant([toolUse("a")]),
      user([toolResult("a", "1"), text("Tool result:"), text("2")]),
    ]);
  });

  it("case 8: calls without a result get an error result, in the middle and at the end", () => {
    const { body, warnings } = translate({
      messages: [
        user("go"),
        calling("a", "b"),
        tool("b"),
        assistant("hm"),
        user("x"),
        calling("c"),
      ],
    });
    const interrupted = (id: string) => ({
      ...toolResult(id, "There is no result: the call was interrupted."),
      is_error: true,
    });

    expect(body.messages).toEqual([
      user([text("go")]),
      assistant([toolUse("a"), toolUse("b")]),
      user([toolResult("b"), interrupted("a")]),
      assistant([text("hm")]),
      user([text("x")]),
      assistant([toolUse("c")]),
      user([interrupted("c")]),
    ]);
    expect(warnings).toEqual([
      "messages: tool calls without a result were answered with an error result",
    ]);
  });

  it.each([
    ["text", "42", { content: "42" }],
    ["text parts", [text("a"), text("b")], { content: [text("a"), text("b")] }],
    ["null", null, {}],
    ["no content", undefined, {}],
    ["empty text", "", {}],
    ["empty parts", [text("")], {}],
  ])("case 9: the content of a tool message may be %s", (_, content, expected) => {
    const messages = [user("go"), calling("a"), { ...tool("a"), content }];

    expect(translateMessages(messages)).toEqual([
      user([text("go")]),
      assistant([toolUse("a")]),
      user([{ type: "tool_result", tool_use_id: "a", ...expected }]),
    ]);
  });

  it("case 10: a breakpoint inside a tool message moves to the tool_result", () => {
    const messages = translateMessages([
      user("go"),
      calling("a", "b"),
      tool("a", [text("x"), { ...text("y"), ...cached }]),
      tool("b", "z", cached),
    ]);

    expect(messages).toEqual([
      user([text("go")]),
      assistant([toolUse("a"), toolUse("b")]),
      user([
        { ...toolResult("a", [text("x"), text("y")]), ...cached },
        { ...toolResult("b", "z"), ...cached },
      ]),
    ]);
  });

  it.each([[null], [""], [undefined], [[]]])(
    "case 11: tool calls beside content %j are tool_use blocks only",
    (content) => {
      expect(
        translateMessages([
          user("go"),
          assistant(content, { tool_calls: [toolCall("a")] }),
          tool("a"),
        ]),
      ).toMatchObject([{}, { content: [toolUse("a")] }, {}]);
    },
  );

  it("case 12: an assistant message without content and calls is left out", () => {
    expect(
      translateMessages([user("a"), assistant(""), user("b"), assistant(null), assistant("  ")]),
    ).toEqual([user([text("a"), text("b")])]);
  });

  it("case 13: text comes before the calls, and calls keep their order", () => {
    expect(
      translateMessages([
        user("go"),
        assistant("Let me look.", { tool_calls: [toolCall("b"), toolCall("a")] }),
        tool("b"),
        tool("a"),
      ]),
    ).toMatchObject([{}, assistant([text("Let me look."), toolUse("b"), toolUse("a")]), {}]);
  });

  it("case 14: a refusal, as part or as field, becomes text", () => {
    expect(
      translateMessages([
        user("a"),
        assistant([{ type: "refusal", refusal: "I will not." }]),
        user("b"),
        assistant(null, { refusal: "No." }),
        user("c"),
      ]),
    ).toMatchObject([{}, assistant([text("I will not.")]), {}, assistant([text("No.")]), {}]);
  });
});
