import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../../lib/protocol/json";
import { aTool, hello, refusalOf, toolCall, translate } from "../../../fixtures/anthropic/request";
import { calling, text, tool, user } from "../../../fixtures/anthropic/request-messages";

const schemaOf = (parameters: unknown) =>
  translate({ tools: [aTool("f", { parameters })] }).body.tools;
const withSchema = (schema: JsonObject) => [
  { name: "f", description: "Looks up.", input_schema: schema },
];

const ONE_AT_A_TIME = { disable_parallel_tool_use: true };

describe("declarations", () => {
  it("case 32: an empty list is left out together with tool_choice", () => {
    const { body, dropped } = translate({ tools: [], tool_choice: "auto" });

    expect(body).not.toHaveProperty("tools");
    expect(body).not.toHaveProperty("tool_choice");
    expect(dropped).toEqual([]);
  });

  it("case 32: that a tool cannot be forced without tools is noted", () => {
    expect(translate({ tools: [], tool_choice: "required" }).dropped).toEqual(["tool_choice"]);
  });

  it.each([[undefined], [null]])(
    "case 33: parameters %j are an empty object schema",
    (parameters) => {
      expect(schemaOf(parameters)).toEqual(withSchema({ type: "object", properties: {} }));
    },
  );

  it.each([[{ properties: { a: {} } }], [{ type: null, properties: { a: {} } }]])(
    "case 33: %j gets the type it lacks",
    (parameters) => {
      expect(schemaOf(parameters)).toEqual(withSchema({ properties: { a: {} }, type: "object" }));
    },
  );

  it("case 34: every keyword of a schema is kept as it is", () => {
    const parameters = {
      $schema: "https://json-schema.org/draft/2020-12/schema",
      type: "object",
      description: "d",
      properties: {
        unit: { oneOf: [{ const: "c" }, { const: "f" }], default: "c" },
        when: { $ref: "#/$defs/when" },
        days: { type: "array", items: { type: "integer", minimum: 1 }, maxItems: 7 },
      },
      required: ["unit"],
      additionalProperties: { type: "string" },
      $defs: { when: { anyOf: [{ type: "string", format: "date" }, { enum: [null, "now"] }] } },
    };

    expect(schemaOf(parameters)).toEqual(withSchema(parameters));
  });

  it.each(["oneOf", "anyOf", "allOf"])("case 34: %s at the top level is refused", (keyword) => {
    const refusal = refusalOf({
      tools: [aTool("f", { parameters: { type: "object", [keyword]: [{}] } })],
    });

    expect(refusal.param).toBe("tools[0].function.parameters");
    expect(refusal.message).toContain(keyword);
  });

  it.each([
    [{ type: "array" }, "tools[0].function.parameters.type"],
    [{ type: ["object", "null"] }, "tools[0].function.parameters.type"],
    ["{}", "tools[0].function.parameters"],
    [[], "tools[0].function.parameters"],
  ])("case 34: the schema %j is refused at %s", (parameters, param) => {
    expect(refusalOf({ tools: [aTool("f", { parameters })] }).param).toBe(param);
  });

  it("case 35: strict stays where the model knows it, with a schema it accepts", () => {
    const parameters = {
      type: "object",
      properties: { n: { type: "integer", minimum: 1, description: "How many" } },
      required: ["n"],
    };

    expect(translate({ tools: [aTool("f", { strict: true, parameters })] }).body.tools).toEqual([
      {
        name: "f",
        description: "Looks up.",
        strict: true,
        input_schema: {
          type: "object",
          properties: {
            n: { type: "integer", description: "How many\n\nConstraints: minimum: 1" },
          },
          required: ["n"],
          additionalProperties: false,
        },
      },
    ]);
  });

  it("case 35: elsewhere strict is left out with a warning, and the schema stays", () => {
    const { body, dropped, warnings } = translate({
      model: "claude-3-7-sonnet-20250219",
      tools: [aTool("f", { strict: true })],
    });

    expect(body.tools).toEqual(
      withSchema({ type: "object", properties: { q: { type: "string" } } }),
    );
    expect(dropped).toEqual(["tools[].function.strict"]);
    expect(warnings).toEqual(["tools: strict was left out of f, as this model does not know it"]);
  });

  it.each(["a".repeat(65), "with space", "dotted.name", "ümlaut", "", 5, null])(
    "case 39: the name %j is refused",
    (name) => {
      expect(refusalOf({ tools: [aTool("f", { name })] }).param).toBe("tools[0].function.name");
    },
  );

  it("case 39: 64 letters, digits, underscores and dashes are a name", () => {
    const name = `get-weather_2${"x".repeat(51)}`;

    expect(name).toHaveLength(64);
    expect(translate({ tools: [aTool(name)] }).body.tools).toMatchObject([{ name }]);
  });

  it("case 40: a name declared twice is refused", () => {
    expect(refusalOf({ tools: [aTool("f"), aTool("g"), aTool("f")] }).param).toBe(
      "tools[2].function.name",
    );
    expect(refusalOf({ tools: [aTool("f")], functions: [{ name: "f" }] }).param).toBe(
      "functions[0].name",
    );
  });

  it("case 41: web search becomes Anthropic's", () => {
    const location = { type: "approximate", city: "Bern", country: "CH" };
    const { body, dropped } = translate({
      tools: [
        {
          type: "web_search_preview",
          user_location: location,
          filters: { allowed_domains: ["example.com"] },
          search_context_size: "low",
        },
      ],
    });

    expect(body.tools).toEqual([
      {
        type: "web_search_20250305",
        name: "web_search",
        user_location: location,
        allowed_domains: ["example.com"],
      },
    ]);
    expect(dropped).toEqual(["tools[].search_context_size"]);
  });

  it("case 41: a tool in Anthropic's own shape is passed on", () => {
    const own = { type: "code_execution_20250825", name: "code_execution" };

    expect(translate({ tools: [own] }).body.tools).toEqual([own]);
  });

  it.each(["code_interpreter", "custom", "file_search", 7])(
    "case 41: a tool of type %j is refused",
    (type) => {
      expect(refusalOf({ tools: [aTool(), { type }] }).param).toBe("tools[1].type");
    },
  );

  it.each([
    [{ tools: {} }, "tools"],
    [{ tools: ["x"] }, "tools[0]"],
    [{ tools: [{ type: "function" }] }, "tools[0].function"],
    [{ tools: [aTool("f", { description: 5 })] }, "tools[0].function.description"],
    [{ tools: [aTool("f", { strict: "yes" })] }, "tools[0].function.strict"],
    [{ functions: [5] }, "functions[0]"],
  ])("case 41: %j is refused at %s", (request, param) => {
    expect(refusalOf(request).param).toBe(param);
  });

  it("case 42: functions and function_call are tools and a tool_choice", () => {
    const { body } = translate({
      functions: [{ name: "f", description: "d" }],
      function_call: { name: "f" },
    });

    expect(body.tools).toEqual([
      { name: "f", description: "d", input_schema: { type: "object", properties: {} } },
    ]);
    expect(body.tool_choice).toEqual({ ...ONE_AT_A_TIME, type: "tool", name: "f" });
  });

  it.each([
    ["auto", { ...ONE_AT_A_TIME, type: "auto" }],
    ["none", { type: "none" }],
  ])(
    "case 42: function_call %j, one call at a time, as the older API has room for one",
    (functionCall, expected) => {
      const request = { functions: [{ name: "f" }], function_call: functionCall };

      expect(translate(request).body.tool_choice).toEqual(expected);
    },
  );

  it("case 42: an unknown function_call is refused", () => {
    expect(refusalOf({ functions: [{ name: "f" }], function_call: "must" }).param).toBe(
      "function_call",
    );
  });

  it("case 43: tools that only the history knows are declared and may not be called", () => {
    const { body } = translate({
      messages: [
        user("go"),
        {
          role: "assistant",
          tool_calls: [toolCall("a", "x"), toolCall("b", "y"), toolCall("c", "x")],
        },
        tool("a"),
        tool("b"),
        tool("c"),
      ],
    });
    const bare = (name: string) => ({ name, input_schema: { type: "object", properties: {} } });

    expect(body.tools).toEqual([bare("x"), bare("y")]);
    expect(body.tool_choice).toEqual({ type: "none" });
  });

  it("case 43: where the client declares tools, nothing is added", () => {
    const messages = [user("go"), calling("a"), tool("a")];

    expect(translate({ messages, tools: [aTool("other")] }).body.tools).toMatchObject([
      { name: "other" },
    ]);
  });

  it("case 43: a conversation without calls needs no tools", () => {
    expect(
      translate({ messages: [...hello, { role: "assistant", content: [text("x")] }] }).body,
    ).not.toHaveProperty("tools");
  });
});
