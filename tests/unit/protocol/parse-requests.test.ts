import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PrysmError } from "../../../lib/errors";
import { parseCompletionsRequest } from "../../../lib/protocol/completions";
import { parseEmbeddingsRequest } from "../../../lib/protocol/embeddings";
import { parseResponsesRequest } from "../../../lib/protocol/responses";

type Parse = (body: unknown) => { model: string | null; stream: boolean; user: string | null };

function errorOf(parse: Parse, body: unknown): PrysmError {
  try {
    parse(body);
  } catch (thrown) {
    if (thrown instanceof PrysmError) return thrown;
    throw thrown;
  }
  throw new Error("It was accepted.");
}

const apis: [string, Parse, Record<string, unknown>][] = [
  ["responses", parseResponsesRequest, { input: "Hi" }],
  ["completions", parseCompletionsRequest, { prompt: "Hi" }],
  ["embeddings", parseEmbeddingsRequest, { input: "Hi" }],
];

describe.each(apis)("a %s call", (_, parse, body) => {
  it("says its model and user", () => {
    expect(parse({ ...body, model: "m", user: "u" })).toEqual({
      model: "m",
      stream: false,
      user: "u",
    });
  });

  it("may leave the model and the user out", () => {
    expect(parse({ ...body, model: "", user: null })).toMatchObject({ model: null, user: null });
  });

  it.each([["text"], [null], [[]], [1], [undefined]])("must be an object, not %j", (value) => {
    expect(errorOf(parse, value)).toMatchObject({ code: "invalid_request", param: null });
  });

  it.each([
    ["model", 7],
    ["model", "m".repeat(257)],
    ["user", 7],
  ])("refuses the %s %j by its name", (param, value) => {
    expect(errorOf(parse, { ...body, [param]: value })).toMatchObject({ status: 400, param });
  });

  it("is parsed or refused with a 400, whatever it is", () => {
    const fields = fc.dictionary(
      fc.constantFrom("model", "input", "prompt", "user", "stream", "dimensions", "tools"),
      fc.jsonValue({ maxDepth: 2 }),
    );
    fc.assert(
      fc.property(fc.oneof(fields, fc.jsonValue({ maxDepth: 2 })), (value) => {
        try {
          expect(parse(value).stream).toBeTypeOf("boolean");
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(PrysmError);
          expect(thrown).toHaveProperty("status", 400);
        }
      }),
    );
  });
});

describe("a responses call", () => {
  it.each([[{ previous_response_id: "resp_1" }], [{ conversation: "conv_1" }], [{ prompt: {} }]])(
    "may leave the input out with %j, which the upstream may know",
    (fields) => {
      expect(parseResponsesRequest(fields).stream).toBe(false);
    },
  );

  it("says whether it streams", () => {
    expect(parseResponsesRequest({ input: [{ role: "user" }], stream: true }).stream).toBe(true);
  });

  it.each([
    [{}, "input"],
    [{ input: {} }, "input"],
    [{ input: ["Hi"] }, "input[0]"],
    [{ input: [{}, null] }, "input[1]"],
    [{ input: "Hi", stream: "yes" }, "stream"],
    [{ input: "Hi", tools: {} }, "tools"],
    [{ input: "Hi", max_output_tokens: 1.5 }, "max_output_tokens"],
    [{ input: "Hi", temperature: Number("1e999") }, "temperature"],
  ])("is refused for %j at %s", (body, param) => {
    expect(errorOf(parseResponsesRequest, body)).toMatchObject({ status: 400, param });
  });
});

describe("a completions call", () => {
  it.each([["Hi"], [["a", "b"]], [[1, 2]], [[[1], [2, 3]]], [null], [undefined]])(
    "may have the prompt %j",
    (prompt) => {
      expect(parseCompletionsRequest({ prompt, stream: true }).stream).toBe(true);
    },
  );

  it.each([
    [{}, "prompt"],
    [[], "prompt"],
    [[null], "prompt[0]"],
    [[1, -1], "prompt[1]"],
    [[1.5], "prompt[0]"],
    [["a", 1], "prompt[1]"],
    [[[1], []], "prompt[1]"],
    [[[]], "prompt[0]"],
  ])("is refused for the prompt %j at %s", (prompt, param) => {
    expect(errorOf(parseCompletionsRequest, { prompt })).toMatchObject({ status: 400, param });
  });
});

describe("an embeddings call", () => {
  it.each([["Hi"], [["a", "b"]], [[1, 2]], [[[1], [2, 3]]]])("may have the input %j", (input) => {
    const options = { encoding_format: "base64", dimensions: 256 };

    expect(parseEmbeddingsRequest({ input, ...options })).toMatchObject({ stream: false });
  });

  it.each([
    [{}, "input"],
    [{ input: null }, "input"],
    [{ input: {} }, "input"],
    [{ input: "" }, "input"],
    [{ input: [] }, "input"],
    [{ input: ["a", ""] }, "input[1]"],
    [{ input: ["a", 1] }, "input[1]"],
    [{ input: [1, "a"] }, "input[1]"],
    [{ input: [[1], ["a"]] }, "input[1]"],
    [{ input: [[]] }, "input[0]"],
    [{ input: "a", encoding_format: "hex" }, "encoding_format"],
    [{ input: "a", dimensions: 0 }, "dimensions"],
    [{ input: "a", dimensions: 1.5 }, "dimensions"],
  ])("is refused for %j at %s", (body, param) => {
    expect(errorOf(parseEmbeddingsRequest, body)).toMatchObject({ status: 400, param });
  });
});
