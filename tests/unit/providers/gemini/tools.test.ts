import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../../lib/protocol/json";
import { gemini } from "../../../../lib/providers/gemini";
import { calling, user } from "../../../fixtures/gemini/conversation-fixture";
import { geminiCall, geminiUpstream } from "../../../fixtures/gemini/gemini-call";

const { buildRequest } = gemini.endpoints["chat.completions"]!;

function build(json: JsonObject, model = "gemini-2.5-flash") {
  const call = geminiCall({ messages: [user("Hi")], ...json }, { model });
  const request = buildRequest(call, geminiUpstream());
  return { ...request, text: request.body.toString(), body: JSON.parse(request.body.toString()) };
}

const tool = (name: string, more: object = {}) => ({
  type: "function",
  function: { name, ...more },
});
const declared = (json: JsonObject) => build(json).body.tools[0].functionDeclarations;
const mode = (json: JsonObject, model?: string) =>
  build(json, model).body.toolConfig?.functionCallingConfig;
const TOOLS = [tool("f"), tool("g"), tool("h")];

describe("gemini: tools", () => {
  it("gemini case 32: no tools are no tools, whatever the choice", () => {
    const { body } = build({ tools: [], tool_choice: "required", parallel_tool_calls: false });

    expect(body).not.toHaveProperty("tools");
    expect(body).not.toHaveProperty("toolConfig");
  });

  it.each([
    ["missing", {}, undefined],
    ["null", { parameters: null }, undefined],
    ["without a type", { parameters: { properties: {} } }, { type: "object", properties: {} }],
    [
      "a reference",
      { parameters: { $ref: "#/$defs/a", $defs: { a: {} } } },
      { $ref: "#/$defs/a", $defs: { a: {} } },
    ],
  ])("gemini case 33: parameters may be %s", (_what, definition, schema) => {
    expect(declared({ tools: [tool("f", definition)] })).toEqual([
      { name: "f", ...(schema ? { parametersJsonSchema: schema } : {}) },
    ]);
  });

  it("gemini case 34: a schema goes out word for word", () => {
    const parameters = {
      type: "object",
      required: ["b", "a"],
      properties: {
        b: { oneOf: [{ $ref: "#/$defs/x" }, { enum: ["1", null] }], description: "é" },
        a: { type: ["string", "null"], pattern: "^a$" },
      },
      additionalProperties: false,
      $defs: { x: { type: "array", items: { $ref: "#/$defs/x" } } },
    };

    const { text } = build({ tools: [tool("f", { description: "Does.", parameters })] });

    expect(text).toContain(
      `{"name":"f","description":"Does.","parametersJsonSchema":${JSON.stringify(parameters)}}`,
    );
  });

  it.each([
    ["holds free calls to their schema", undefined, "gemini-2.5-flash", "VALIDATED", []],
    ["changes nothing where a call is forced", "required", "gemini-2.5-flash", "ANY", []],
    [
      "is a warning for older models",
      "auto",
      "gemini-2.0-flash",
      "AUTO",
      ["strict: this model does not check arguments"],
    ],
  ])("gemini case 35: strict %s", (_what, tool_choice, model, expected, warnings) => {
    const request = build({ tools: [tool("f", { strict: true })], tool_choice }, model);

    expect(request.body.toolConfig.functionCallingConfig.mode).toBe(expected);
    expect(request.warnings).toEqual(warnings);
  });

  it.each([
    ["auto", { mode: "AUTO" }],
    ["required", { mode: "ANY" }],
    ["none", { mode: "NONE" }],
    [
      { type: "function", function: { name: "g" } },
      { mode: "ANY", allowedFunctionNames: ["g"] },
    ],
    [{ type: "custom", custom: { name: "x" } }, { mode: "AUTO" }],
    [null, undefined],
  ])("gemini case 36: tool_choice %j", (tool_choice, expected) => {
    expect(mode({ tools: TOOLS, tool_choice })).toEqual(expected);
    expect(declared({ tools: TOOLS, tool_choice })).toHaveLength(3);
  });

  it.each([
    ["auto", "AUTO"],
    ["required", "ANY"],
  ])("gemini case 36: allowed_tools in mode %s offers only those", (allowed, expected) => {
    const tools = [tool("h"), tool("f")];
    const json = {
      tools: TOOLS,
      tool_choice: { type: "allowed_tools", allowed_tools: { mode: allowed, tools } },
    };

    expect(mode(json)).toEqual({ mode: expected });
    expect(declared(json)).toEqual([{ name: "f" }, { name: "h" }]);
  });

  it("gemini case 37: parallel_tool_calls false cannot be said, true need not be", () => {
    expect(build({ tools: TOOLS, parallel_tool_calls: false }).droppedParams).toEqual([
      "parallel_tool_calls",
    ]);
    expect(build({ tools: TOOLS, parallel_tool_calls: true }).droppedParams).toEqual([]);
    expect(build({ parallel_tool_calls: false }).droppedParams).toEqual([]);
  });

  it.each([
    ["case 36", { tools: TOOLS, tool_choice: "sometimes" }, "tool_choice"],
    ["case 36", { tools: TOOLS, tool_choice: 7 }, "tool_choice"],
    ["case 36", { tools: TOOLS, tool_choice: { type: "function" } }, "tool_choice.function.name"],
    ["case 36", { tools: TOOLS, tool_choice: tool("nobody") }, "tool_choice.function.name"],
    [
      "case 36",
      {
        tools: TOOLS,
        tool_choice: { type: "allowed_tools", allowed_tools: { mode: "auto", tools: [tool("x")] } },
      },
      "tool_choice.allowed_tools.tools[0].function.name",
    ],
    [
      "case 36",
      {
        tools: TOOLS,
        tool_choice: { type: "allowed_tools", allowed_tools: { mode: "none", tools: TOOLS } },
      },
      "tool_choice.allowed_tools.mode",
    ],
    ["case 39", { tools: [tool("x".repeat(65))] }, "tools[0].function.name"],
    ["case 39", { tools: [tool("f"), tool("what?")] }, "tools[1].function.name"],
    ["case 39", { tools: [tool("1st")] }, "tools[0].function.name"],
    ["case 40", { tools: [tool("f"), tool("f")] }, "tools[1].function.name"],
    ["case 41", { tools: [{ type: "web_search" }] }, "tools[0].type"],
    ["case 41", { tools: [{ type: "custom", custom: { name: "x" } }] }, "tools[0].type"],
    ["case 33", { tools: [tool("f", { parameters: "none" })] }, "tools[0].function.parameters"],
    ["case 33", { tools: [{ type: "function" }] }, "tools[0].function"],
    ["case 33", { tools: [null] }, "tools[0]"],
    ["case 42", { functions: [{ name: "f" }], function_call: { name: "g" } }, "function_call.name"],
  ])("gemini %s: what cannot be said is a 400 with its path (%#)", (_case, json, param) => {
    expect(() => build(json)).toThrowError(expect.objectContaining({ status: 400, param }));
  });

  it("a schema that no parser could write back is a 400", () => {
    const depth = 100_000;
    const parameters = JSON.parse(`${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`);
    const call = {
      ...geminiCall({}),
      json: { messages: [user("Hi")], tools: [tool("f", { parameters })] },
    };

    expect(() => buildRequest(call, geminiUpstream())).toThrowError(
      expect.objectContaining({ status: 400, param: "tools[0].function.parameters" }),
    );
  });

  it.each([
    ["auto", { mode: "AUTO" }],
    ["none", { mode: "NONE" }],
    [{ name: "f" }, { mode: "ANY", allowedFunctionNames: ["f"] }],
    [undefined, undefined],
  ])(
    "gemini case 42: functions and function_call %j are tools and their choice",
    (function_call, expected) => {
      const json = { functions: [{ name: "f", parameters: { type: "object" } }], function_call };

      expect(declared(json)).toEqual([{ name: "f", parametersJsonSchema: { type: "object" } }]);
      expect(mode(json)).toEqual(expected);
    },
  );

  it("gemini case 43: calls in the history need no tools", () => {
    const messages = [
      user("a"),
      calling(["c", "f", "{}"]),
      { role: "tool", tool_call_id: "c", content: "1" },
    ];

    expect(build({ messages }).body).not.toHaveProperty("tools");
  });
});
