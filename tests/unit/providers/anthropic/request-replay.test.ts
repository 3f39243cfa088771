import { describe, expect, it } from "vitest";
import {
  refusalOf,
  toolCall,
  translate,
  translateMessages,
} from "../../../fixtures/anthropic/request";
import {
  assistant,
  cached,
  text,
  tool,
  toolUse,
  user,
} from "../../../fixtures/anthropic/request-messages";

describe("arguments of past tool calls", () => {
  const withArguments = (args: unknown) => ({
    messages: [
      user("go"),
      assistant(null, { tool_calls: [toolCall("a", "lookup", args)] }),
      tool("a"),
    ],
  });

  it("case 21: an object is passed on byte by byte, so that key order and numbers survive", () => {
    const args = '{"b": 1.0, "2": "x", "1": {"z":12345678901234567890, "a":"\\u00e9"}}';

    expect(translate(withArguments(args)).text).toContain(`"input":${args}}`);
  });

  it.each([[""], ["  "], [null], [undefined]])("case 21: %j is an empty object", (args) => {
    expect(translate(withArguments(args)).text).toContain('"input":{}');
  });

  it.each([["{"], ['{"a":1'], ["[]"], ["null"], ['"x"'], ["5"], [{ a: 1 }], [7], [true]])(
    "case 21: %j is refused with its path",
    (args) => {
      expect(refusalOf(withArguments(args)).param).toBe(
        "messages[1].tool_calls[0].function.arguments",
      );
    },
  );

  it("case 21: arguments nested without end are carried over all the same", () => {
    const args = `{"a":${"[".repeat(50_000)}${"]".repeat(50_000)}}`;

    expect(translate(withArguments(args)).text).toContain(args);
  });

  it.each([
    [{ tool_calls: {} }, "messages[1].tool_calls"],
    [{ tool_calls: ["x"] }, "messages[1].tool_calls[0]"],
    [{ tool_calls: [{ ...toolCall("a"), id: 7 }] }, "messages[1].tool_calls[0].id"],
    [{ tool_calls: [{ ...toolCall("a"), type: "custom" }] }, "messages[1].tool_calls[0].type"],
    [{ tool_calls: [{ id: "a", type: "function" }] }, "messages[1].tool_calls[0].function"],
    [{ tool_calls: [toolCall("a", "no spaces")] }, "messages[1].tool_calls[0].function.name"],
    [{ function_call: "x" }, "messages[1].function_call"],
    [{ function_call: { name: "f", arguments: "{" } }, "messages[1].function_call.arguments"],
    [{ refusal: 5 }, "messages[1].refusal"],
    [{ reasoning_details: {} }, "messages[1].reasoning_details"],
  ])("case 21: the malformed assistant field %j is refused at %s", (over, param) => {
    expect(refusalOf({ messages: [user("go"), assistant(null, over), user("x")] }).param).toBe(
      param,
    );
  });

  it("case 21: a tool message without tool_call_id is refused with its path", () => {
    expect(refusalOf({ messages: [user("go"), { role: "tool", content: "x" }] }).param).toBe(
      "messages[1].tool_call_id",
    );
  });
});

describe("replayed reasoning", () => {
  const signed = { type: "thinking", thinking: "Hm.", signature: "c2ln" };
  const redacted = { type: "redacted_thinking", data: "b3BhcXVl" };

  it("case 22: signed and redacted thinking stands first and unchanged", () => {
    expect(
      translateMessages([
        user("go"),
        assistant("I look.", {
          reasoning_details: [signed, redacted],
          tool_calls: [toolCall("a")],
        }),
        tool("a"),
      ]),
    ).toMatchObject([{}, { content: [signed, redacted, text("I look."), toolUse("a")] }, {}]);
  });

  it("case 22: reasoning without a signature is left out", () => {
    expect(
      translateMessages([
        user("go"),
        assistant("Yes.", {
          reasoning_content: "Hm.",
          reasoning_details: [
            { type: "thinking", thinking: "Hm." },
            { type: "thinking", thinking: "Hm.", signature: "" },
            { type: "reasoning.text", text: "Hm." },
            "x",
          ],
        }),
        user("and?"),
      ]),
    ).toMatchObject([{}, { content: [text("Yes.")] }, {}]);
  });

  it("case 22: a streamed signature gets the text it signs back from reasoning_content", () => {
    expect(
      translateMessages([
        user("go"),
        assistant("Yes.", {
          reasoning_content: "Hm.",
          reasoning_details: [{ ...signed, thinking: "", index: 0 }],
        }),
        user("and?"),
      ]),
    ).toMatchObject([{}, { content: [signed, text("Yes.")] }, {}]);
  });

  it("case 22: a turn of thinking alone is left out, as it may not end in it", () => {
    expect(
      translateMessages([user("a"), assistant(null, { reasoning_details: [signed] }), user("b")]),
    ).toEqual([user([text("a"), text("b")])]);
  });

  it("case 22: thinking is not put into the middle of a turn or into an answer to be continued", () => {
    expect(
      translateMessages([
        user("a"),
        assistant("b"),
        assistant("c", { reasoning_details: [signed] }),
        user("d"),
        assistant("e", { reasoning_details: [signed] }),
      ]),
    ).toEqual([
      user([text("a")]),
      assistant([text("b"), text("c")]),
      user([text("d")]),
      assistant([text("e")]),
    ]);
  });

  it("case 22: a breakpoint of the message goes to its last block, never to thinking", () => {
    expect(
      translateMessages([
        user("a"),
        assistant("b", { reasoning_details: [signed], ...cached }),
        user("c"),
      ]),
    ).toMatchObject([{}, { content: [signed, { ...text("b"), ...cached }] }, {}]);
  });

  it("case 22: a model that does not think gets no thinking", () => {
    expect(
      translateMessages(
        [user("a"), assistant("b", { reasoning_details: [signed] }), user("c")],
        "claude-3-5-haiku-20241022",
      ),
    ).toMatchObject([{}, { content: [text("b")] }, {}]);
  });
});

describe("cache breakpoints", () => {
  it("case 23: the first four in the order of the prompt are kept, with a warning", () => {
    const part = (value: string) => ({ ...text(value), ...cached });
    const { body, dropped, warnings } = translate({
      messages: [
        user([part("1"), part("2")]),
        assistant([part("3")]),
        { role: "system", content: [part("s")] },
        user([part("4")]),
      ],
      tools: [{ type: "function", function: { name: "f" }, ...cached }],
    });

    expect(body.tools).toMatchObject([cached]);
    expect(body.system).toEqual([part("s")]);
    expect(body.messages).toEqual([
      user([part("1"), part("2")]),
      assistant([text("3")]),
      user([text("4")]),
    ]);
    expect(dropped).toEqual(["cache_control"]);
    expect(warnings).toEqual(["cache_control: only the first 4 breakpoints were kept"]);
  });

  it.each([
    ["yes", "messages[0].content[0].cache_control"],
    [{ type: "forever" }, "messages[0].content[0].cache_control"],
    [{ type: "ephemeral", ttl: "2d" }, "messages[0].content[0].cache_control.ttl"],
  ])("case 23: the malformed breakpoint %j is refused at %s", (cacheControl, param) => {
    const content = [{ type: "text", text: "x", cache_control: cacheControl }];

    expect(refusalOf({ messages: [user(content)] }).param).toBe(param);
  });
});
