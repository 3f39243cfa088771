import type { JsonObject } from "../../protocol/json";
import type { Piece } from "./pieces";
import { argumentsText, calledName, inputOf, type ToolCallNames } from "./tool-calls";

/** The content blocks of a whole answer. */
export function toContent(pieces: readonly Piece[], calls: ToolCallNames): JsonObject[] {
  const blocks: JsonObject[] = [];
  for (const piece of pieces) addPiece(blocks, piece, calls);
  return blocks;
}

function addPiece(blocks: JsonObject[], piece: Piece, calls: ToolCallNames): void {
  const last = blocks.at(-1);
  switch (piece.kind) {
    case "thinking":
      blocks.push(thinkingBlock(piece.text));
      return;
    case "signature":
      if (last?.type === "thinking" && last.signature === "") last.signature = piece.signature;
      else blocks.push({ ...thinkingBlock(""), signature: piece.signature });
      return;
    case "redacted":
      blocks.push({ type: "redacted_thinking", data: piece.data });
      return;
    case "text":
    case "refusal":
      if (last?.type === "text") last.text = String(last.text) + piece.text;
      else blocks.push({ ...textBlock(), text: piece.text });
      return;
    case "call": {
      const block = toolUseBlock(calls.idOf(piece.call.id), calls.nameOf(calledName(piece.call)));
      blocks.push({ ...block, input: inputOf(argumentsText(piece.call)) });
      return;
    }
  }
}

export function textBlock(): JsonObject {
  return { type: "text", text: "", citations: null };
}

/** An empty signature marks what no Anthropic model thought. */
export function thinkingBlock(text: string): JsonObject {
  return { type: "thinking", thinking: text, signature: "" };
}

export function toolUseBlock(id: string, name: string): JsonObject {
  return { type: "tool_use", id, name, input: {}, caller: { type: "direct" } };
}
