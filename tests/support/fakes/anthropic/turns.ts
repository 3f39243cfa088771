import { isObject, type JsonObject } from "../../../../lib/protocol/json";
import { demand, firstUnknown } from "../check";
import { SIGNATURE } from "../play";

const BLOCK_FIELDS: Readonly<Record<string, readonly string[]>> = {
  text: ["type", "text", "cache_control", "citations"],
  image: ["type", "source", "cache_control"],
  document: ["type", "source", "title", "context", "citations", "cache_control"],
  tool_use: ["type", "id", "name", "input", "cache_control"],
  tool_result: ["type", "tool_use_id", "content", "is_error", "cache_control"],
  thinking: ["type", "thinking", "signature"],
  redacted_thinking: ["type", "data"],
};
const OF_ROLE: Readonly<Record<string, readonly string[]>> = {
  user: ["text", "image", "document", "tool_result"],
  assistant: ["text", "tool_use", "thinking", "redacted_thinking"],
};

/** The turns as the API wants them: results of tools right after their calls, and before anything else. */
export function requireTurns(messages: readonly unknown[], hasTools: boolean): void {
  demand(messages.length > 0, "messages: at least one message is required");
  let open: string[] = [];
  for (const [index, message] of messages.entries()) {
    const path = `messages.${index}`;
    demand(isObject(message), `${path}: Input should be an object`);
    const unknown = firstUnknown(message, ["role", "content"]);
    demand(unknown === null, `${path}.${unknown}: Extra inputs are not permitted`);
    const role = String(message.role);
    demand(OF_ROLE[role], `${path}.role: Input should be 'user' or 'assistant'`);
    demand(index > 0 || role === "user", 'messages: first message must use the "user" role');
    const blocks = blocksOf(message, path, index === messages.length - 1);
    for (const [place, block] of blocks.entries())
      requireBlock(block, role, `${path}.content.${place}`);
    if (open.length > 0) requireResults(blocks, open, index);
    else requireNoResults(blocks, path);
    open = blocks.filter(({ type }) => type === "tool_use").map(({ id }) => String(id));
    demand(
      open.length === 0 || hasTools,
      "Requests which include `tool_use` or `tool_result` blocks must define tools",
    );
  }
  demand(
    open.length === 0,
    `messages.${messages.length - 1}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${open.join(", ")}`,
  );
}

function blocksOf({ content, role }: JsonObject, path: string, isLast: boolean): JsonObject[] {
  const blocks = typeof content === "string" ? [{ type: "text", text: content }] : content;
  const isEmpty = !Array.isArray(blocks) || blocks.length === 0 || content === "";
  demand(!isEmpty, `${path}: all messages must have non-empty content`);
  const final = blocks.filter(isObject).at(-1);
  const isPrefill = isLast && role === "assistant" && final?.type === "text";
  const isTrimmed = !isPrefill || !/\s$/.test(String(final?.text));
  demand(isTrimmed, "messages: final assistant content cannot end with trailing whitespace");
  return blocks.filter(isObject);
}

function requireBlock(block: JsonObject, role: string, path: string): void {
  const type = String(block.type);
  const known = BLOCK_FIELDS[type];
  demand(
    known && OF_ROLE[role]?.includes(type),
    `${path}: Input tag '${type}' is not allowed for role ${role}`,
  );
  const unknown = firstUnknown(block, known);
  demand(unknown === null, `${path}.${type}.${unknown}: Extra inputs are not permitted`);
  if (type === "text") demand(block.text !== "", "messages: text content blocks must be non-empty");
  if (type === "thinking")
    demand(block.signature === SIGNATURE, `${path}: Invalid \`signature\` in \`thinking\` block`);
  if (type === "tool_use") {
    demand(
      /^[a-zA-Z0-9_-]+$/.test(String(block.id)),
      `${path}.tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'`,
    );
    demand(isObject(block.input), `${path}.tool_use.input: Input should be an object`);
  }
  if (type !== "tool_result" || !Array.isArray(block.content)) return;
  for (const part of block.content.filter(isObject)) {
    demand(
      part.type !== "text" || part.text !== "",
      "messages: text content blocks must be non-empty",
    );
  }
}

function requireResults(
  blocks: readonly JsonObject[],
  open: readonly string[],
  index: number,
): void {
  const results = blocks.filter(({ type }) => type === "tool_result");
  const ids = results.map(({ tool_use_id }) => String(tool_use_id));
  const missing = open.filter((id) => !ids.includes(id));
  demand(
    missing.length === 0,
    `messages.${index - 1}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${missing.join(", ")}`,
  );
  const strange = ids.find((id) => !open.includes(id));
  demand(
    strange === undefined,
    `messages.${index}.content: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${strange}`,
  );
  const areFirst = blocks.slice(0, results.length).every(({ type }) => type === "tool_result");
  demand(areFirst, `messages.${index}: \`tool_result\` blocks must come first`);
}

function requireNoResults(blocks: readonly JsonObject[], path: string): void {
  const orphan = blocks.find(({ type }) => type === "tool_result");
  demand(
    orphan === undefined,
    `${path}.content: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${String(orphan?.tool_use_id)}. Each \`tool_result\` block must have a corresponding \`tool_use\` block in the previous message.`,
  );
}
