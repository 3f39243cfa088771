import { describe, expect, test } from "vitest";
import { parseConversation } from "../../../../lib/queries/conversation";

const read = (endpoint: string, request: object, response: object = {}) =>
  parseConversation(endpoint, JSON.stringify(request), JSON.stringify(response))?.messages ?? [];

/** Role and text of every message, for what has nothing else. */
const lines = (...call: Parameters<typeof read>) =>
  read(...call).map(({ role, content }) => `${role}: ${content}`);

describe("a text completion", () => {
  test("is its prompt and every choice", () => {
    const request = { prompt: "Once upon", suffix: "The end." };
    const choices = [
      { index: 0, text: " a time" },
      { index: 1, text: " a hill" },
    ];
    expect(lines("completions", request, { choices })).toEqual([
      "prompt: Once upon",
      "suffix: The end.",
      "completion:  a time",
      "completion:  a hill",
    ]);
  });

  test("shows a prompt in tokens as their number", () => {
    expect(lines("completions", { prompt: [1, 2, 3] })).toEqual(["prompt: [3 tokens]"]);
    expect(lines("completions", { prompt: [[1, 2], "Text"] })).toEqual([
      "prompt: [2 tokens]",
      "prompt: Text",
    ]);
  });
});
