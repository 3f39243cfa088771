import {
  type AnthropicMessage,
  type ContentBlock,
  isThinking,
  type MessageBlock,
  type TextBlock,
  type ThinkingBlock,
  type ToolResultBlock,
} from "./blocks";
import type { RequestNotes } from "./request-notes";
import type { PastToolCall } from "./tool-calls";

interface Turn {
  role: "user" | "assistant";
  results: ToolResultBlock[];
  blocks: MessageBlock[];
  /** Index of the client's last message in it. */
  lastIndex: number;
}

/** Ids of calls that share a key; those before `next` have their result. */
interface OpenCalls {
  ids: string[];
  next: number;
}

/**
 * Builds turns that keep Anthropic's rules: roles alternate, every tool_use has exactly one tool_result in the
 * next message, and results stand before anything else there.
 */
export class Conversation {
  readonly #turns: Turn[] = [];
  /** Calls of the last assistant turn that have no result yet: key of the client → ids as sent. */
  readonly #open = new Map<string, OpenCalls>();
  readonly #usedIds = new Set<string>();
  readonly #repeats = new Map<string, number>();
  readonly #notes: RequestNotes;
  /** Tools the history calls, as Anthropic wants them declared. */
  readonly calledTools = new Set<string>();

  constructor(notes: RequestNotes) {
    this.#notes = notes;
  }

  get isEmpty(): boolean {
    return this.#turns.length === 0;
  }

  addUser(blocks: ContentBlock[], index: number): void {
    const turn = this.#turn("user", index);
    for (const block of blocks) turn.blocks.push(block);
  }

  /** Adds an assistant message; `blocks` and `calls` must not both be empty. */
  addAssistant(
    thinking: ThinkingBlock[],
    blocks: TextBlock[],
    calls: PastToolCall[],
    index: number,
  ): void {
    if (this.#turns.at(-1)?.role === "user") this.#answerOpenCalls(index);
    const turn = this.#turn("assistant", index);
    // Messages sent one after the other become one turn, and thinking is only allowed where a turn starts with it.
    const mayThink = turn.blocks.length === 0 || isThinking(turn.blocks[0]);
    if (mayThink) for (const block of thinking) turn.blocks.push(block);
    for (const block of blocks) turn.blocks.push(block);
    this.#addCalls(turn, calls);
  }

  /** The last block of the message that was added last, results of tools aside. */
  get lastBlock(): MessageBlock | undefined {
    return this.#turns.at(-1)?.blocks.at(-1);
  }

  /** Adds a tool's result; false when no call of the last assistant turn waits for it. */
  addResult(key: string, result: Omit<ToolResultBlock, "tool_use_id">, index: number): boolean {
    const open = this.#open.get(key);
    const id = open?.ids[open.next];
    if (open === undefined || id === undefined) return false;
    open.next += 1;
    if (open.next === open.ids.length) this.#open.delete(key);
    this.#turn("user", index).results.push({ ...result, tool_use_id: id });
    return true;
  }

  /** The last message of the history continues an answer instead of asking for one: its index. */
  get prefillIndex(): number | null {
    const last = this.#turns.at(-1);
    return last?.role === "assistant" && this.#open.size === 0 ? last.lastIndex : null;
  }

  /** The last assistant turn called tools without the thinking that led to the calls. */
  get hasUnexplainedCalls(): boolean {
    const last = this.#turns.findLast((turn) => turn.role === "assistant");
    return (
      last !== undefined &&
      !isThinking(last.blocks[0]) &&
      last.blocks.some((block) => block.type === "tool_use")
    );
  }

  finish(): AnthropicMessage[] {
    this.#answerOpenCalls(this.#turns.at(-1)?.lastIndex ?? 0);
    const last = this.#turns.at(-1);
    if (last?.role === "assistant") trimPrefill(last);
    return this.#turns.map(toMessage);
  }

  #turn(role: Turn["role"], index: number): Turn {
    let turn = this.#turns.at(-1);
    if (turn?.role !== role) {
      turn = { role, results: [], blocks: [], lastIndex: index };
      this.#turns.push(turn);
    }
    turn.lastIndex = index;
    return turn;
  }

  #addCalls(turn: Turn, calls: PastToolCall[]): void {
    for (const { key, id: clientId, name, inputJson } of calls) {
      const id = this.#freshId(clientId);
      const open = this.#open.get(key);
      if (open) open.ids.push(id);
      else this.#open.set(key, { ids: [id], next: 0 });
      this.calledTools.add(name);
      turn.blocks.push({ type: "tool_use", id, name, inputJson });
    }
  }

  // Ids have to be unique in the whole conversation, and some servers count theirs anew in every turn.
  #freshId(clientId: string): string {
    const base = clientId.replace(/[^a-zA-Z0-9_-]/g, "_") || "call";
    let count = this.#repeats.get(base) ?? 1;
    let id = base;
    while (this.#usedIds.has(id)) {
      count += 1;
      id = `${base}_${count}`;
    }
    this.#repeats.set(base, count);
    this.#usedIds.add(id);
    return id;
  }

  #answerOpenCalls(index: number): void {
    if (this.#open.size === 0) return;
    const turn = this.#turn("user", index);
    const content = "There is no result: the call was interrupted.";
    for (const { ids, next } of this.#open.values()) {
      for (const id of ids.slice(next)) {
        turn.results.push({ type: "tool_result", tool_use_id: id, is_error: true, content });
      }
    }
    this.#open.clear();
    this.#notes.warn("messages: tool calls without a result were answered with an error result");
  }
}

// Thinking may not stand in a message that is to be continued, nor white space at its end.
function trimPrefill(turn: Turn): void {
  turn.blocks = turn.blocks.filter((block) => !isThinking(block));
  const last = turn.blocks.at(-1);
  if (last?.type === "text") last.text = last.text.trimEnd();
}

function toMessage({ role, results, blocks }: Turn): AnthropicMessage {
  const content: MessageBlock[] = [...results, ...blocks];
  if (role === "user" && !content.some((block) => block.type !== "document")) {
    content.push({ type: "text", text: "See the attached document." });
  }
  return { role, content };
}
