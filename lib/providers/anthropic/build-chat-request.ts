import { PrysmError } from "../../errors";
import { isObject, type JsonObject } from "../../protocol/json";
import type { ProviderCall, Upstream, UpstreamRequest } from "../provider";
import type { TextBlock } from "./blocks";
import { CacheBreakpoints } from "./cache-breakpoints";
import type { Conversation } from "./conversation";
import { type JsonOutput, planJsonOutput } from "./json-output";
import { translateMessages } from "./messages";
import { findModelFacts, type ModelFacts } from "./model-facts";
import {
  noteDroppedParams,
  planMaxTokens,
  planServiceTier,
  planStopSequences,
  planUserId,
  requireOneChoice,
} from "./parameters";
import { refuse } from "./refuse";
import { RequestNotes } from "./request-notes";
import { planSampling } from "./sampling";
import { serializeRequest } from "./serialize-request";
import { planThinking, type Thinking } from "./thinking";
import { isForced, readToolChoice, type ToolChoice, toAnthropicToolChoice } from "./tool-choice";
import { type DeclaredTool, declareTools, redeclareTools } from "./tools";
import { upstreamRequest } from "./upstream-request";

/** An OpenAI chat completion as a request of Anthropic's Messages API (docs/translation/anthropic-requests.md). */
export function buildChatRequest(call: ProviderCall, upstream: Upstream): UpstreamRequest {
  const notes = new RequestNotes();
  const body = translateOrRefuse(call, notes);
  return {
    ...upstreamRequest(call, upstream, "/messages", body),
    droppedParams: notes.droppedParams,
    warnings: notes.warnings,
  };
}

function translateOrRefuse(call: ProviderCall, notes: RequestNotes): Buffer {
  try {
    return translate(call, notes);
  } catch (thrown) {
    // JSON nests deeper than the stack is: the parser takes it, walking over it does not.
    if (!(thrown instanceof RangeError)) throw thrown;
    throw new PrysmError("invalid_request", "The body is nested too deeply.", { cause: thrown });
  }
}

interface Plan {
  request: JsonObject;
  facts: ModelFacts;
  notes: RequestNotes;
  cache: CacheBreakpoints;
}

function translate(call: ProviderCall, notes: RequestNotes): Buffer {
  const request = call.json;
  const facts = findModelFacts(call.model);
  const plan: Plan = { request, facts, notes, cache: new CacheBreakpoints(notes) };
  requireOneChoice(request);
  const declared = declareTools(request, { facts, notes });
  const choice = readToolChoice(request, declared, notes);
  const json = planJsonOutput(call);
  const ownTools = toolDefinitions(allowedOf(declared, choice), plan);
  const { system, conversation } = translateMessages(request.messages, plan);
  requirePrefill(conversation, plan);
  const maxTokens = planMaxTokens(request, facts, notes);
  const thinking = thinkingBeside(choice, conversation, maxTokens, plan);
  const sampling = planSampling(request, { facts, notes, isThinking: thinking.isOn });
  noteDroppedParams(request, notes);
  const fields = {
    model: call.model,
    max_tokens: maxTokens,
    ...(call.isStream ? { stream: true } : {}),
    ...systemField(system, json, notes),
    ...toolFields(ownTools, choice, json, conversation, thinking, plan),
    ...(thinking.thinking === null ? {} : { thinking: thinking.thinking }),
    ...outputConfigField(thinking, json),
    ...sampling,
    ...plainFields(plan),
  };
  return serializeRequest(fields, conversation.finish());
}

function plainFields({ request, notes }: Plan): JsonObject {
  const stopSequences = planStopSequences(request, notes);
  const userId = planUserId(request);
  const serviceTier = planServiceTier(request, notes);
  return {
    ...(stopSequences === null ? {} : { stop_sequences: stopSequences }),
    ...(userId === null ? {} : { metadata: { user_id: userId } }),
    ...(serviceTier === null ? {} : { service_tier: serviceTier }),
  };
}

function allowedOf(declared: DeclaredTool[], choice: ToolChoice | null): DeclaredTool[] {
  const allowed = choice?.allowed;
  return allowed ? declared.filter((tool) => allowed.has(tool.name)) : declared;
}

function toolDefinitions(tools: DeclaredTool[], { cache }: Plan): JsonObject[] {
  return tools.map(({ definition, cacheControl, cachePath }) => ({
    ...definition,
    ...cache.take(cacheControl, cachePath),
  }));
}

function requirePrefill({ prefillIndex }: Conversation, { facts }: Plan): void {
  if (prefillIndex === null || facts.hasPrefill) return;
  const path = `messages[${prefillIndex}]`;
  throw refuse(
    path,
    `${path}: this model cannot continue an assistant message. Let the last message be the user's or a tool's.`,
  );
}

function thinkingBeside(
  choice: ToolChoice | null,
  conversation: Conversation,
  maxTokens: number,
  { request, facts, notes }: Plan,
): Thinking {
  const thinking = planThinking(request, {
    facts,
    notes,
    maxTokens,
    isPrefill: conversation.prefillIndex !== null,
    hasUnexplainedCalls: conversation.hasUnexplainedCalls,
  });
  const keepsChoice = isForced(choice) && facts.hasForcedTools && facts.thinksUnasked;
  if (!keepsChoice || !thinking.isOn) return thinking;
  // These models think anyway as far as the forced tool lets them; asking for it would be refused.
  if (isObject(request.thinking)) notes.drop("thinking", "thinking: left out, as a call is forced");
  return { ...thinking, thinking: null };
}

function systemField(
  system: TextBlock[],
  json: JsonOutput | null,
  notes: RequestNotes,
): JsonObject {
  if (json?.by !== "instruction") return system.length > 0 ? { system } : {};
  notes.warn("response_format: asked for in the system prompt, which the model may disregard");
  return { system: [...system, { type: "text", text: json.text }] };
}

function outputConfigField({ effort }: Thinking, json: JsonOutput | null): JsonObject {
  const format = json?.by === "format" ? { type: "json_schema", schema: json.schema } : null;
  if (effort === null && format === null) return {};
  return {
    output_config: {
      ...(effort === null ? {} : { effort }),
      ...(format === null ? {} : { format }),
    },
  };
}

function toolFields(
  ownTools: JsonObject[],
  choice: ToolChoice | null,
  json: JsonOutput | null,
  conversation: Conversation,
  thinking: Thinking,
  plan: Plan,
): JsonObject {
  if (ownTools.length > 0) {
    const kept = keptChoice(choice, thinking, plan);
    const toolChoice = kept === null ? {} : { tool_choice: toAnthropicToolChoice(kept) };
    return { tools: ownTools, ...toolChoice };
  }
  if (isForced(choice)) {
    plan.notes.drop("tool_choice", "tool_choice: left out, as there are no tools");
  }
  if (json?.by === "tool") return jsonToolFields(json.definition);
  const past = redeclareTools(conversation.calledTools);
  if (past.length === 0) return {};
  return { tools: past, tool_choice: { type: "none" } };
}

function jsonToolFields(definition: JsonObject & { name: string }): JsonObject {
  const toolChoice = { type: "tool", name: definition.name, disable_parallel_tool_use: true };
  return { tools: [definition], tool_choice: toolChoice };
}

function keptChoice(
  choice: ToolChoice | null,
  thinking: Thinking,
  { facts, notes }: Plan,
): ToolChoice | null {
  const isRefused = !facts.hasForcedTools || (thinking.thinking !== null && thinking.isOn);
  if (choice === null || !isForced(choice) || !isRefused) return choice;
  const reason = facts.hasForcedTools ? "the model thinks" : "this model cannot be forced";
  notes.drop("tool_choice", `tool_choice: auto, as ${reason}`);
  return { ...choice, type: "auto", name: null };
}
