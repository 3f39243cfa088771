import { describe, expect, it } from "vitest";
import { foldConversation } from "../../../../components/request-detail/fold-conversation";

const call = { id: "c1", name: "add", arguments: "{}" };

describe("foldConversation", () => {
  it("joins a call with its result, which is no turn of its own then", () => {
    const turns = foldConversation([
      { role: "assistant", content: "", toolCalls: [call] },
      { role: "tool", content: "2", toolCalls: [], toolCallId: "c1" },
      { role: "user", content: "Thanks", toolCalls: [] },
    ]);
    expect(turns.map(({ role, toolUses }) => [role, toolUses])).toEqual([
      ["assistant", [{ call, result: "2" }]],
      ["user", []],
    ]);
  });

  it("keeps a result whose call is not there, and a call without a result", () => {
    const turns = foldConversation([
      { role: "tool", content: "2", toolCalls: [], toolCallId: "c0" },
      { role: "assistant", content: "", toolCalls: [call] },
    ]);
    expect(turns).toMatchObject([
      { role: "tool", toolCallId: "c0" },
      { role: "assistant", toolUses: [{ call, result: null }] },
    ]);
  });

  it("keeps what the model thought", () => {
    const said = { role: "assistant", content: "Hello", toolCalls: [] };
    const turns = foldConversation([{ ...said, reasoning: "Hm" }, said]);
    expect(turns.map(({ reasoning }) => reasoning)).toEqual(["Hm", null]);
  });
});
