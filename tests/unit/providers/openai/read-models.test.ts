import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readModels } from "../../../../lib/providers/openai/read-models";

describe("readModels", () => {
  it("reads OpenAI's list", () => {
    const body = { object: "list", data: [{ id: "gpt-4o" }, { id: "o3", object: "model" }] };

    expect(readModels(body)).toEqual(["gpt-4o", "o3"]);
  });

  it("reads a bare array, as Together answers", () => {
    expect(readModels([{ id: "meta-llama/Llama-3.3-70B", type: "chat" }])).toEqual([
      "meta-llama/Llama-3.3-70B",
    ]);
  });

  it("leaves out entries without a name", () => {
    expect(readModels({ data: [{ id: 7 }, null, "x", { id: "" }, { id: "m" }] })).toEqual(["m"]);
  });

  it("reads nothing from a body that is no list", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (body) => {
        const { data: _list, ...rest } = body;
        expect(readModels(rest)).toEqual([]);
      }),
    );
  });
});
