import { describe, expect, test } from "vitest";
import { parseConversation } from "../../../../lib/queries/conversation";

const read = (endpoint: string, request: object, response: object = {}) =>
  parseConversation(endpoint, JSON.stringify(request), JSON.stringify(response))?.messages ?? [];

/** Role and text of every message, for what has nothing else. */
const lines = (...call: Parameters<typeof read>) =>
  read(...call).map(({ role, content }) => `${role}: ${content}`);

describe("embeddings", () => {
  const vectors = (...embeddings: unknown[]) => ({
    data: embeddings.map((embedding, index) => ({ object: "embedding", index, embedding })),
  });

  test("are their inputs and how many vectors of how many dimensions came back", () => {
    const request = { input: ["One", "Two"] };
    const vector = Array.from({ length: 1_536 }, () => 0.5);
    expect(lines("embeddings", request, vectors(vector, vector))).toEqual([
      "input: One",
      "input: Two",
      "result: 2 vectors of 1,536 dimensions",
    ]);
  });

  test("count the dimensions of base64", () => {
    const base64 = Buffer.from(new Float32Array(256).buffer).toString("base64");
    expect(lines("embeddings", { input: "One" }, vectors(base64))).toEqual([
      "input: One",
      "result: 1 vector of 256 dimensions",
    ]);
  });

  test("of different sizes say so, and tokens are counted", () => {
    expect(lines("embeddings", { input: [[1, 2], [3]] }, vectors([1], [1, 2]))).toEqual([
      "input: [2 tokens]",
      "input: [1 token]",
      "result: 2 vectors of different dimensions",
    ]);
  });
});
