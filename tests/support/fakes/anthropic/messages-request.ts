import { isObject, type JsonObject } from "../../../../lib/protocol/json";
import { demand, firstUnknown, objectsIn, textIn } from "../check";
import type { Conversation, Play } from "../play";
import { Refusal } from "../wire";
import { requireTurns } from "./turns";

const FIELDS = [
  "container",
  "context_management",
  "max_tokens",
  "mcp_servers",
  "messages",
  "metadata",
  "model",
  "output_config",
  "service_tier",
  "stop_sequences",
  "stream",
  "system",
  "temperature",
  "thinking",
  "tool_choice",
  "tools",
  "top_k",
  "top_p",
];

const TOOL_FIELDS = ["name", "description", "input_schema", "cache_control", "strict", "type"];
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  auto: ["type", "disable_parallel_tool_use"],
  any: ["type", "disable_parallel_tool_use"],
  tool: ["type", "name", "disable_parallel_tool_use"],
  none: ["type"],
};
const LEAST_BUDGET = 1024;
const NEWEST = /^claude-opus-5-5/;

/** Answers a Messages request as Anthropic does: what it does not know is an error. */
export function requireMessagesRequest(
  json: JsonObject,
  play: Play,
  beta: string | string[] | undefined,
): void {
  const known = beta === undefined ? FIELDS : [...FIELDS, "betas"];
  const unknown = firstUnknown(json, known);
  demand(unknown === null, `${unknown}: Extra inputs are not permitted`);
  const { model, max_tokens: maxTokens, messages } = json;
  demand(typeof model === "string" && model !== "", "model: Field required");
  if (!model.startsWith("claude-")) throw new Refusal(`model: ${model}`, { status: 404 });
  demand(maxTokens !== undefined, "max_tokens: Field required");
  demand(Number.isInteger(maxTokens) && Number(maxTokens) > 0, "max_tokens: must be at least 1");
  const most = NEWEST.test(model) ? 128_000 : 64_000;
  demand(Number(maxTokens) <= most, `max_tokens: ${maxTokens} > ${most}, the maximum for ${model}`);
  requireSampling(json);
  requireSystem(json.system);
  requireTools(json);
  demand(Array.isArray(messages), "messages: Field required");
  requireTurns(messages, Array.isArray(json.tools));
  requireThinking(json);
  if (NEWEST.test(model)) requireOfNewest(json);
  if (play.answer === "json") requireFormat(json);
}

function requireSampling({ temperature, top_p: topP, stop_sequences: stops }: JsonObject): void {
  demand(
    temperature === undefined || topP === undefined,
    "`temperature` and `top_p` cannot both be specified for this model. Please use only one.",
  );
  const inRange = typeof temperature === "number" && temperature >= 0 && temperature <= 1;
  demand(temperature === undefined || inRange, "temperature: range: 0..1");
  if (stops === undefined) return;
  demand(Array.isArray(stops), "stop_sequences: Input should be a valid list");
  const isBlank = stops.some((stop) => typeof stop !== "string" || stop.trim() === "");
  demand(!isBlank, "stop_sequences: each stop sequence must contain non-whitespace");
}

function requireSystem(system: unknown): void {
  if (system === undefined || typeof system === "string") return;
  demand(Array.isArray(system), "system: Input should be a valid list");
  for (const [index, block] of objectsIn(system).entries()) {
    const unknown = firstUnknown(block, ["type", "text", "cache_control", "citations"]);
    demand(unknown === null, `system.${index}.${unknown}: Extra inputs are not permitted`);
    demand(block.type === "text", `system.${index}.type: Input should be 'text'`);
    demand(block.text !== "", "system: text content blocks must be non-empty");
  }
}

function requireTools({ tools, tool_choice: choice }: JsonObject): void {
  demand(
    choice === undefined || Array.isArray(tools),
    "tool_choice may only be specified while providing tools.",
  );
  if (choice !== undefined) {
    const known = isObject(choice) ? CHOICES[String(choice.type)] : undefined;
    demand(isObject(choice) && known, "tool_choice: Input tag does not match any of the expected");
    const unknown = firstUnknown(choice, known);
    demand(unknown === null, `tool_choice.${unknown}: Extra inputs are not permitted`);
  }
  if (tools === undefined) return;
  demand(Array.isArray(tools), "tools: Input should be a valid list");
  const names = new Set<unknown>();
  for (const [index, tool] of tools.entries()) {
    const path = `tools.${index}`;
    demand(isObject(tool), `${path}: Input should be an object`);
    const unknown = firstUnknown(tool, TOOL_FIELDS);
    demand(unknown === null, `${path}.custom.${unknown}: Extra inputs are not permitted`);
    const { name, input_schema: schema } = tool;
    const hasName = typeof name === "string" && /^[a-zA-Z0-9_-]{1,128}$/.test(name);
    demand(hasName, `${path}.custom.name: String should match pattern`);
    demand(!names.has(name), "tools: Tool names must be unique.");
    names.add(name);
    demand(
      isObject(schema) && schema.type === "object",
      `${path}.custom.input_schema.type: Field required`,
    );
  }
}

function requireThinking(json: JsonObject): void {
  const { thinking, tool_choice: choice, temperature, max_tokens } = json;
  if (!isObject(thinking) || thinking.type !== "enabled") return;
  const budget = Number(thinking.budget_tokens);
  demand(
    budget >= LEAST_BUDGET,
    "thinking.enabled.budget_tokens: Input should be greater than or equal to 1024",
  );
  demand(
    Number(max_tokens) > budget,
    "`max_tokens` must be greater than `thinking.budget_tokens`.",
  );
  demand(
    temperature === undefined || temperature === 1,
    "`temperature` may only be set to 1 when thinking is enabled.",
  );
  requireThoughtful(objectsIn(json.messages));
  const isForced = isObject(choice) && (choice.type === "any" || choice.type === "tool");
  demand(!isForced, "Thinking may not be enabled when tool_choice forces tool use.");
}

/** A turn that called tools must bring its thinking back while the model thinks on about the results. */
function requireThoughtful(messages: readonly JsonObject[]): void {
  const [called, results] = messages.slice(-2);
  const isWithin = objectsIn(results?.content).some(({ type }) => type === "tool_result");
  const [first] = objectsIn(called?.content);
  const isThinking = first?.type === "thinking" || first?.type === "redacted_thinking";
  demand(
    !isWithin || isThinking,
    "Expected `thinking` or `redacted_thinking`, but found `tool_use`. When `thinking` is enabled, a final `assistant` message must start with a thinking block.",
  );
}

/** What the newest models took away: samplers, budgets, forced tools and prefills. */
function requireOfNewest(json: JsonObject): void {
  const { thinking, tool_choice: choice, messages } = json;
  const sampler = ["temperature", "top_p", "top_k"].find((name) => json[name] !== undefined);
  demand(sampler === undefined, `\`${sampler}\` is not supported by this model.`);
  const isAdaptive = !isObject(thinking) || thinking.type === "adaptive";
  demand(
    isAdaptive,
    `"thinking.type.${String((thinking as JsonObject)?.type)}" is not supported for this model.`,
  );
  const isForced = isObject(choice) && (choice.type === "any" || choice.type === "tool");
  demand(!isForced, "tool_choice: this model does not support forced tool use.");
  demand(
    objectsIn(messages).at(-1)?.role === "user",
    "This model does not support assistant message prefill.",
  );
}

function requireFormat({ output_config: config, tool_choice: choice }: JsonObject): void {
  const format = isObject(config) ? config.format : undefined;
  const isForced = isObject(choice) && choice.type === "tool";
  const isSchema = isObject(format) && format.type === "json_schema" && isObject(format.schema);
  demand(isSchema || isForced, "The play wants a request for structured output.");
}

export function conversationOf({ messages, tools, thinking }: JsonObject): Conversation {
  const last = objectsIn(messages).at(-1);
  const results = objectsIn(last?.content).filter(({ type }) => type === "tool_result");
  return {
    toolNames: objectsIn(tools).map(({ name }) => String(name)),
    toolResults: results.map(({ content }) => textIn(content)),
    wantsReasoning: isObject(thinking) && thinking.type !== "disabled",
  };
}
