import { describe, expect, it } from "vitest";
import { toStrictSchema } from "../../../../lib/providers/anthropic/strict-schema";

describe("toStrictSchema", () => {
  it("closes every object, also nested, referenced and nullable ones", () => {
    expect(
      toStrictSchema({
        type: "object",
        properties: {
          a: { type: ["object", "null"], properties: {}, additionalProperties: { type: "string" } },
          list: { type: "array", items: { properties: { x: { type: "string" } } } },
          ref: { $ref: "#/$defs/d" },
        },
        $defs: { d: { type: "object", properties: {}, additionalProperties: true } },
      }),
    ).toEqual({
      type: "object",
      properties: {
        a: { type: ["object", "null"], properties: {}, additionalProperties: false },
        list: {
          type: "array",
          items: { properties: { x: { type: "string" } }, additionalProperties: false },
        },
        ref: { $ref: "#/$defs/d" },
      },
      $defs: { d: { type: "object", properties: {}, additionalProperties: false } },
      additionalProperties: false,
    });
  });

  it("tells the model in words what the decoder cannot enforce", () => {
    expect(
      toStrictSchema({
        type: "array",
        items: { type: "string", pattern: "^a", format: "iri", description: "A word." },
        minItems: 1,
        maxItems: 3,
      }),
    ).toEqual({
      type: "array",
      items: {
        type: "string",
        description: 'A word.\n\nConstraints: pattern: "^a", format: "iri"',
      },
      minItems: 1,
      description: "Constraints: maxItems: 3",
    });
  });

  it("keeps what is accepted and takes a property's name for nothing but a name", () => {
    const schema = {
      type: "object",
      properties: {
        format: { type: "string", format: "date-time" },
        oneOf: { enum: ["a", null] },
        constructor: { const: 1 },
      },
      required: ["format"],
      additionalProperties: false,
    };

    expect(toStrictSchema(schema)).toEqual(schema);
  });

  it("does not change the schema it is given", () => {
    const schema = Object.freeze({
      type: "object",
      properties: Object.freeze({}),
      minProperties: 1,
    });

    expect(toStrictSchema(schema)).not.toBe(schema);
  });
});
