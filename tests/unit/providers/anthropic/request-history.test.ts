import { describe, expect, it } from "vitest";
import {
  hello,
  refusalOf,
  translate,
  translateMessages,
} from "../../../fixtures/anthropic/request";
import {
  assistant,
  calling,
  text,
  tool,
  toolResult,
  toolUse,
  user,
} from "../../../fixtures/anthropic/request-messages";

describe("the last and the first message", () => {
  it("case 15: white space at the end of an answer to be continued is trimmed", () => {
    expect(translateMessages([user("JSON, please"), assistant("Here it is: {  \n")])).toEqual([
      user([text("JSON, please")]),
      assistant([text("Here it is: {")]),
    ]);
  });

  it("case 15: only the last turn is trimmed", () => {
    expect(translateMessages([user("a"), assistant("b "), user("c ")])).toEqual([
      user([text("a")]),
      assistant([text("b ")]),
      user([text("c ")]),
    ]);
  });

  it.each(["claude-opus-4-6", "claude-sonnet-5", "claude-opus-5-5", "claude-fable-9"])(
    "case 15: %s cannot continue an answer, which is a 400",
    (model) => {
      const refusal = refusalOf({ model, messages: [user("a"), assistant("b"), assistant("c")] });

      expect(refusal.param).toBe("messages[2]");
      expect(refusal.message).toContain("cannot continue an assistant message");
    },
  );

  it("case 16: a conversation that starts with the assistant is refused", () => {
    expect(
      refusalOf({
        messages: [{ role: "system", content: "s" }, assistant("Hi, how can I help?"), user("x")],
      }).param,
    ).toBe("messages[1].role");
  });

  it("case 16: an empty assistant message at the start does not count", () => {
    expect(translateMessages([assistant(""), user("x")])).toEqual([user([text("x")])]);
  });
});

describe("fields of messages", () => {
  it("case 17: names are not forwarded, and the client is told", () => {
    const { body, dropped } = translate({
      messages: [{ ...user("a"), name: "ada" }, { ...assistant("b"), name: "bot" }, user("c")],
    });

    expect(body.messages).toEqual([user([text("a")]), assistant([text("b")]), user([text("c")])]);
    expect(dropped).toEqual(["messages[].name"]);
  });

  it("case 18: function_call and the function role become a call and its result, with a stable id", () => {
    const messages = [
      user("go"),
      assistant(null, { function_call: { name: "lookup", arguments: '{"q":"x"}' } }),
      { role: "function", name: "lookup", content: "42" },
      assistant(null, { function_call: { name: "lookup", arguments: "{}" } }),
      { role: "function", name: "lookup", content: "43" },
    ];

    expect(translateMessages(messages)).toEqual([
      user([text("go")]),
      assistant([{ ...toolUse("call_1"), input: { q: "x" } }]),
      user([toolResult("call_1")]),
      assistant([toolUse("call_3")]),
      user([toolResult("call_3", "43")]),
    ]);
    expect(translateMessages(messages)).toEqual(translateMessages(messages));
  });

  it("case 18: a function's result without its call becomes text", () => {
    expect(translateMessages([user("go"), { role: "function", name: "f", content: "1" }])).toEqual([
      user([text("go"), text("Tool result: 1")]),
    ]);
  });

  it.each(["robot", "", null, 5, undefined, "constructor"])(
    "case 19: the role %j is refused with its path",
    (role) => {
      expect(refusalOf({ messages: [...hello, { role, content: "x" }] }).param).toBe(
        "messages[1].role",
      );
    },
  );

  it("case 20: ids are made fit, the same in the call and in its result, and stay distinct", () => {
    expect(
      translateMessages([
        user("go"),
        calling("a.b:c/d", "a_b:c_d", "", "functions.x:0"),
        tool("functions.x:0", "4"),
        tool("a_b:c_d", "2"),
        tool("a.b:c/d", "1"),
        tool("", "3"),
      ]),
    ).toEqual([
      user([text("go")]),
      assistant([
        toolUse("a_b_c_d"),
        toolUse("a_b_c_d_2"),
        toolUse("call"),
        toolUse("functions_x_0"),
      ]),
      user([
        toolResult("functions_x_0", "4"),
        toolResult("a_b_c_d_2", "2"),
        toolResult("a_b_c_d", "1"),
        toolResult("call", "3"),
      ]),
    ]);
  });

  it("case 20: an id that a later turn uses again becomes another one", () => {
    expect(
      translateMessages([
        user("a"),
        calling("call_0"),
        tool("call_0", "1"),
        calling("call_0"),
        tool("call_0", "2"),
      ]),
    ).toMatchObject([
      {},
      { content: [toolUse("call_0")] },
      { content: [toolResult("call_0", "1")] },
      { content: [toolUse("call_0_2")] },
      { content: [toolResult("call_0_2", "2")] },
    ]);
  });

  it("case 20: two calls with one id in a turn get their results in order", () => {
    expect(
      translateMessages([user("a"), calling("x", "x"), tool("x", "1"), tool("x", "2")]),
    ).toMatchObject([
      {},
      { content: [toolUse("x"), toolUse("x_2")] },
      { content: [toolResult("x", "1"), toolResult("x_2", "2")] },
    ]);
  });
});
