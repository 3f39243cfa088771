import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../../lib/protocol/json";
import { jsonToolName } from "../../../../lib/providers/anthropic/json-output";
import { aTool, chatCall, hello, refusalOf, translate } from "../../../fixtures/anthropic/request";
import { calling, tool, user } from "../../../fixtures/anthropic/request-messages";

const OLDER = "claude-sonnet-4-20250514";
const schema = {
  type: "object",
  properties: { city: { type: "string", minLength: 1 }, temp: { oneOf: [{ type: "number" }] } },
  required: ["city"],
};
const bySchema = { type: "json_schema", json_schema: { name: "weather", schema } };
const anyJson = { type: "json_object" };
const toolNameOf = (request: JsonObject) => jsonToolName(chatCall({ messages: hello, ...request }));

describe("response_format", () => {
  it.each([[undefined], [null], [{ type: "text" }]])("case 53: %j asks for nothing", (format) => {
    const { body, dropped } = translate({ response_format: format });

    expect(Object.keys(body).sort()).toEqual(["max_tokens", "messages", "model"]);
    expect(dropped).toEqual([]);
    expect(toolNameOf({ response_format: format })).toBeNull();
  });

  it("case 53: a schema is output_config.format where the model has it, in the form it accepts", () => {
    const request = {
      model: "claude-opus-5-5",
      response_format: bySchema,
      reasoning_effort: "low",
    };
    const { body } = translate(request);

    expect(body.output_config).toEqual({
      effort: "low",
      format: {
        type: "json_schema",
        schema: {
          type: "object",
          properties: {
            city: { type: "string", description: "Constraints: minLength: 1" },
            temp: { anyOf: [{ type: "number" }] },
          },
          required: ["city"],
          additionalProperties: false,
        },
      },
    });
    expect(body).not.toHaveProperty("tools");
    expect(toolNameOf(request)).toBeNull();
  });

  it("case 53: tools of the client's stay beside output_config.format", () => {
    const { body } = translate({
      response_format: bySchema,
      tools: [aTool()],
      tool_choice: "auto",
    });

    expect(body.output_config).toMatchObject({ format: { type: "json_schema" } });
    expect(body.tools).toMatchObject([{ name: "lookup" }]);
    expect(body.tool_choice).toEqual({ type: "auto" });
  });

  it("case 53: an older model is forced to call a tool with the schema as it is", () => {
    const request = { model: OLDER, response_format: bySchema };
    const name = toolNameOf(request);
    const { body } = translate(request);

    expect(name).not.toBeNull();
    expect(body.tools).toEqual([{ name, description: expect.any(String), input_schema: schema }]);
    expect(body.tool_choice).toEqual({ type: "tool", name, disable_parallel_tool_use: true });
    expect(body).not.toHaveProperty("output_config");
  });

  it("case 53: json_object is a tool that takes any object", () => {
    const request = { model: "claude-sonnet-4-5", response_format: anyJson };
    const { body } = translate(request);

    expect(body.tools).toMatchObject([
      { name: toolNameOf(request), input_schema: { type: "object" } },
    ]);
  });

  it.each([
    ["beside the client's own tools", { model: OLDER, tools: [aTool()] }],
    ["beside the older functions", { model: OLDER, functions: [{ name: "f" }] }],
    [
      "beside tools of the history",
      { model: OLDER, messages: [user("a"), calling("x"), tool("x")] },
    ],
    ["while the model thinks", { model: OLDER, reasoning_effort: "low" }],
    [
      "where an answer is continued",
      { model: OLDER, messages: [user("a"), { role: "assistant", content: "{" }] },
    ],
    ["where no tool can be forced", { model: "claude-opus-5-5", response_format: anyJson }],
  ])("case 53: %s the system prompt asks for JSON, with a warning", (_, over) => {
    const request = { response_format: bySchema, ...over };
    const { body, warnings } = translate(request);

    expect(toolNameOf(request)).toBeNull();
    expect(body.system).toMatchObject([
      { type: "text", text: expect.stringContaining("one JSON object and nothing else") },
    ]);
    expect(JSON.stringify(body.tools ?? [])).not.toContain("respond_with_json");
    expect(warnings).toEqual([
      "response_format: asked for in the system prompt, which the model may disregard",
    ]);
  });

  it("case 53: the instruction stands after the client's system prompt and tells the schema", () => {
    const { body } = translate({
      model: OLDER,
      tools: [aTool()],
      response_format: bySchema,
      messages: [{ role: "system", content: "Be kind." }, ...hello],
    });

    expect(body.system).toMatchObject([{ text: "Be kind." }, { text: expect.any(String) }]);
    expect(JSON.stringify(body.system)).toContain(
      JSON.stringify(JSON.stringify(schema)).slice(1, -1),
    );
  });

  it("case 53: a schema whose root is no object is not put into a tool", () => {
    const response_format = { type: "json_schema", json_schema: { schema: { type: "array" } } };

    expect(toolNameOf({ model: OLDER, response_format })).toBeNull();
    expect(translate({ model: OLDER, response_format }).body).toHaveProperty("system");
  });

  it.each([
    ["json", "response_format"],
    [{ type: "xml" }, "response_format.type"],
    [{}, "response_format.type"],
    [{ type: "json_schema" }, "response_format.json_schema"],
    [{ type: "json_schema", json_schema: { schema: "x" } }, "response_format.json_schema.schema"],
  ])("case 53: %j is refused at %s", (format, param) => {
    expect(refusalOf({ response_format: format }).param).toBe(param);
  });
});
