import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../../lib/protocol/json";
import { gemini } from "../../../../lib/providers/gemini";
import { geminiCall, geminiUpstream } from "../../../fixtures/gemini/gemini-call";

const endpoint = gemini.endpoints.embeddings!;
const embeddingsCall = (json: JsonObject) =>
  geminiCall(json, { api: "embeddings", model: "gemini-embedding-001" });

function build(json: JsonObject) {
  const request = endpoint.buildRequest(embeddingsCall(json), geminiUpstream());
  return { ...request, body: JSON.parse(request.body.toString()) };
}

const read = (json: JsonObject, body: unknown) =>
  endpoint.readAnswer!(embeddingsCall(json)).whole(body);
const vectors = (...values: number[][]) => ({
  embeddings: values.map((vector) => ({ values: vector })),
});

describe("gemini: embeddings", () => {
  it.each([
    ["one text", "a", ["a"]],
    ["several texts", ["a", "b"], ["a", "b"]],
  ])("are asked for in one batch: %s", (_what, input, texts) => {
    const { url, body, headers } = build({ input, dimensions: 256 });

    expect(url).toBe(
      "https://generativelanguage.googleapis.com/v1beta/models/gemini-embedding-001:batchEmbedContents",
    );
    expect(headers["x-goog-api-key"]).toBe("AIza-secret");
    expect(body.requests).toEqual(
      texts.map((text) => ({
        model: "models/gemini-embedding-001",
        content: { parts: [{ text }] },
        outputDimensionality: 256,
      })),
    );
  });

  it("name what has no counterpart", () => {
    expect(build({ input: "a", user: "u", encoding_format: "base64" }).droppedParams).toEqual([
      "user",
    ]);
  });

  it.each([
    [{}, "input"],
    [{ input: "" }, "input"],
    [{ input: [] }, "input"],
    [{ input: ["a", ""] }, "input[1]"],
    [{ input: [1, 2, 3] }, "input[0]"],
    [{ input: [[1], [2]] }, "input[0]"],
    [{ input: Array.from({ length: 101 }, () => "a") }, "input"],
    [{ input: "a", dimensions: 0 }, "dimensions"],
    [{ input: "a", dimensions: "many" }, "dimensions"],
    [{ input: "a", encoding_format: "hex" }, "encoding_format"],
  ])("refuse what cannot be embedded (%#)", (json, param) => {
    expect(() => build(json)).toThrowError(expect.objectContaining({ status: 400, param }));
  });

  it("come back as floats, with usage where Google tells", () => {
    const body = { ...vectors([0.5, -1], [0, 2]), usageMetadata: { promptTokenCount: 7 } };

    expect(read({ input: ["a", "b"] }, body)).toEqual({
      object: "list",
      data: [
        { object: "embedding", index: 0, embedding: [0.5, -1] },
        { object: "embedding", index: 1, embedding: [0, 2] },
      ],
      model: "gemini-embedding-001",
      usage: { prompt_tokens: 7, total_tokens: 7 },
    });
  });

  it("come back without usage where Google does not tell", () => {
    expect(read({ input: "a" }, vectors([1]))).not.toHaveProperty("usage");
  });

  it("come back as base64 of little-endian floats where that is asked for", () => {
    const answer = read({ input: "a", encoding_format: "base64" }, vectors([0.5, -1]));

    const [{ embedding }] = answer.data as [{ embedding: string }];
    const bytes = Buffer.from(embedding, "base64");
    expect([bytes.readFloatLE(0), bytes.readFloatLE(4)]).toEqual([0.5, -1]);
    expect(bytes).toHaveLength(8);
  });

  it.each([
    ["is no JSON", undefined],
    ["is an error", { error: { message: "no" } }],
    ["has too few", vectors()],
    ["has too many", vectors([1], [2])],
    ["has one without values", { embeddings: [{}] }],
    ["has one of words", { embeddings: [{ values: ["a"] }] }],
  ])("an answer that %s is a 502", (_what, body) => {
    expect(() => read({ input: "a" }, body)).toThrowError(
      expect.objectContaining({ code: "bad_gateway" }),
    );
  });
});
