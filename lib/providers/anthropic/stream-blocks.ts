import { isObject, type JsonObject } from "../../protocol/json";
import type { AnswerContext } from "./answer-context";
import type { ChunkWriter } from "./chunk-writer";
import { toAnnotation } from "./citations";
import { compactJson } from "./compact-json";
import type { CallStyle } from "./stop-reason";

interface OpenTool {
  /** Its place among the calls; null for the tool that plays a response format. */
  callIndex: number | null;
  hasInput: boolean;
  /** The whole input came with the start of the block; what follows repeats it. */
  isWhole: boolean;
}

const MAX_OPEN_TOOLS = 1_000;
const MAX_HELD_CITATIONS = 1_000;
const MAX_HELD_TEXT = 1024 * 1024;

/**
 * The content blocks of one streamed message. Blocks may interleave, so that tools are found by the index
 * of their block, while calls are numbered on their own. `start` and `delta` say whether they could read
 * what they were given; types they do not know count as read.
 */
export class StreamBlocks {
  readonly #tools = new Map<unknown, OpenTool>();
  #callCount = 0;
  #reasoningIndex = -1;
  #textLength = 0;
  #blockStart = 0;
  #citations: unknown[] = [];
  #heldText = "";
  /** Text is held while a tool may yet take its place, and dropped once one has. */
  #textMode: "pass" | "hold" | "drop";
  readonly #context: AnswerContext;
  readonly #chunks: ChunkWriter;

  constructor(context: AnswerContext, chunks: ChunkWriter) {
    this.#context = context;
    this.#chunks = chunks;
    this.#textMode = context.jsonTool === null ? "pass" : "hold";
  }

  callStyle(): CallStyle | null {
    if (this.#callCount === 0) return null;
    return this.#context.isLegacy ? "function_call" : "tool_calls";
  }

  start(index: unknown, block: unknown): boolean {
    if (!isObject(block)) return false;
    switch (block.type) {
      case "text":
        return this.#startText(block);
      case "thinking":
        return this.#startThinking(block);
      case "redacted_thinking":
        return this.#redactedThinking(block.data);
      case "tool_use":
        return this.#startTool(index, block);
      default:
        return true;
    }
  }

  delta(index: unknown, delta: unknown): boolean {
    if (!isObject(delta)) return false;
    switch (delta.type) {
      case "text_delta":
        return this.#text(delta.text);
      case "input_json_delta":
        return this.#input(index, delta.partial_json);
      case "thinking_delta":
        return this.#thinking(delta.thinking);
      case "signature_delta":
        return this.#signature(delta.signature);
      case "citations_delta":
        return this.#cite(delta.citation);
      default:
        return true;
    }
  }

  stop(index: unknown): void {
    this.#writeAnnotations();
    const tool = this.#tools.get(index);
    if (!tool) return;
    this.#tools.delete(index);
    if (!tool.hasInput) this.#writeInput(tool, "{}");
  }

  /** No block follows. */
  close(): void {
    for (const index of this.#tools.keys()) this.stop(index);
    this.#writeAnnotations();
    this.#releaseText();
  }

  #startText({ text, citations }: JsonObject): boolean {
    this.#blockStart = this.#textLength;
    for (const citation of Array.isArray(citations) ? citations : []) this.#cite(citation);
    return typeof text === "string" ? this.#text(text) : true;
  }

  #text(text: unknown): boolean {
    if (typeof text !== "string") return false;
    if (text === "" || this.#textMode === "drop") return true;
    if (this.#textMode === "pass") {
      this.#textLength += text.length;
      this.#chunks.delta({ content: text });
      return true;
    }
    this.#heldText += text;
    if (this.#heldText.length > MAX_HELD_TEXT) this.#releaseText();
    return true;
  }

  #releaseText(): void {
    if (this.#textMode !== "hold") return;
    this.#textMode = "pass";
    this.#text(this.#heldText);
    this.#heldText = "";
  }

  #startThinking({ thinking, signature }: JsonObject): boolean {
    this.#reasoningIndex += 1;
    if (typeof thinking === "string") this.#thinking(thinking);
    if (typeof signature === "string") this.#signature(signature);
    return true;
  }

  #thinking(thinking: unknown): boolean {
    if (typeof thinking !== "string") return false;
    if (thinking !== "") this.#chunks.delta({ reasoning_content: thinking });
    return true;
  }

  #signature(signature: unknown): boolean {
    if (typeof signature !== "string") return false;
    if (signature === "") return true;
    const index = Math.max(0, this.#reasoningIndex);
    this.#chunks.delta({
      reasoning_details: [{ type: "thinking", thinking: "", signature, index }],
    });
    return true;
  }

  #redactedThinking(data: unknown): boolean {
    if (typeof data !== "string") return false;
    this.#reasoningIndex += 1;
    const detail = { type: "redacted_thinking", data, index: this.#reasoningIndex };
    this.#chunks.delta({ reasoning_details: [detail] });
    return true;
  }

  #startTool(index: unknown, { id, name, input }: JsonObject): boolean {
    const hasWholeInput = isObject(input) && Object.keys(input).length > 0;
    const json = hasWholeInput ? compactJson(input) : "";
    if (json === null || this.#tools.size >= MAX_OPEN_TOOLS) return false;
    const tool = this.#openTool(id, typeof name === "string" ? name : "");
    if (tool === null) return true;
    this.#tools.set(index, tool);
    if (hasWholeInput) this.#writeInput(tool, json);
    tool.isWhole = hasWholeInput;
    return true;
  }

  /** Null for a call that the answer has no place for. */
  #openTool(id: unknown, name: string): OpenTool | null {
    if (name === this.#context.jsonTool) {
      if (this.#textMode === "drop") return null;
      this.#textMode = "drop";
      return { callIndex: null, hasInput: false, isWhole: false };
    }
    const callIndex = this.#callCount;
    if (this.#context.isLegacy && callIndex > 0) return null;
    this.#callCount += 1;
    this.#writeCall(callIndex, id, name);
    return { callIndex, hasInput: false, isWhole: false };
  }

  #writeCall(index: number, id: unknown, name: string): void {
    const call = { name, arguments: "" };
    if (this.#context.isLegacy) {
      this.#chunks.delta({ function_call: call });
      return;
    }
    const callId =
      typeof id === "string" && id !== "" ? id : `call_${this.#context.callId}_${index}`;
    this.#chunks.delta({ tool_calls: [{ index, id: callId, type: "function", function: call }] });
  }

  #input(index: unknown, json: unknown): boolean {
    if (typeof json !== "string") return false;
    const tool = this.#tools.get(index);
    // Without a tool it belongs to one the provider runs by itself.
    if (tool && !tool.isWhole && json !== "") this.#writeInput(tool, json);
    return true;
  }

  #writeInput(tool: OpenTool, json: string): void {
    tool.hasInput = true;
    if (tool.callIndex === null) {
      this.#chunks.delta({ content: json });
    } else if (this.#context.isLegacy) {
      this.#chunks.delta({ function_call: { arguments: json } });
    } else {
      this.#chunks.delta({
        tool_calls: [{ index: tool.callIndex, function: { arguments: json } }],
      });
    }
  }

  #cite(citation: unknown): boolean {
    if (!isObject(citation)) return false;
    this.#citations.push(citation);
    if (this.#citations.length >= MAX_HELD_CITATIONS) this.#writeAnnotations();
    return true;
  }

  /** Waits for the end of the block, since citations may come before the text they belong to. */
  #writeAnnotations(): void {
    if (this.#citations.length === 0) return;
    const annotations = this.#citations.flatMap(
      (citation) => toAnnotation(citation, this.#blockStart, this.#textLength) ?? [],
    );
    this.#citations = [];
    if (annotations.length > 0 && this.#context.jsonTool === null) {
      this.#chunks.delta({ annotations });
    }
  }
}
