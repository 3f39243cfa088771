import type { JsonObject } from "../../protocol/json";
import { mapList } from "./map-list";
import type { MessageRules } from "./request-rules";

/** The body's fields that must change, with their new values. Names what was left out in `dropped`. */
export function applyMessageRules(
  json: JsonObject,
  rules: MessageRules,
  dropped: Set<string>,
): JsonObject {
  const changed: JsonObject = {};
  const messages = mapList(json.messages, (message) => toMessage(message, rules, dropped));
  if (messages !== json.messages) changed.messages = messages;
  if (!rules.refusesCacheControl) return changed;
  const tools = mapList(json.tools, (tool) => without(tool, "cache_control", "tools[]", dropped));
  if (tools !== json.tools) changed.tools = tools;
  return changed;
}

function toMessage(original: JsonObject, rules: MessageRules, dropped: Set<string>): JsonObject {
  let message = original;
  if (rules.developerRole && message.role === "developer") {
    message = { ...message, role: rules.developerRole };
  }
  for (const [from, to] of Object.entries(rules.renamedFields ?? {})) {
    message = renameField(message, from, to);
  }
  for (const field of refusedOf(message, rules)) {
    message = without(message, field, "messages[]", dropped);
  }
  if (rules.refusesCacheControl) message = withoutCacheControl(message, dropped);
  return rules.toolCallId ? withToolCallIds(message, rules.toolCallId) : message;
}

function refusedOf(message: JsonObject, rules: MessageRules): string[] {
  const { role } = message;
  const refused = (rules.refusedFields ?? []).filter((field) => Object.hasOwn(message, field));
  if (typeof role !== "string") return refused;
  if (rules.namedRoles && !rules.namedRoles.includes(role)) refused.push("name");
  const allowed = rules.allowedFields?.[role];
  if (allowed) refused.push(...Object.keys(message).filter((field) => !allowed.includes(field)));
  return refused;
}

function renameField(message: JsonObject, from: string, to: string): JsonObject {
  if (!Object.hasOwn(message, from)) return message;
  const { [from]: value, ...rest } = message;
  return Object.hasOwn(rest, to) ? rest : { ...rest, [to]: value };
}

function withoutCacheControl(message: JsonObject, dropped: Set<string>): JsonObject {
  const content = mapList(message.content, (part) =>
    without(part, "cache_control", "messages[].content[]", dropped),
  );
  const changed = content === message.content ? message : { ...message, content };
  return without(changed, "cache_control", "messages[]", dropped);
}

function withToolCallIds(message: JsonObject, toId: (id: string) => string): JsonObject {
  const calls = mapList(message.tool_calls, (call) => withId(call, "id", toId));
  const changed = calls === message.tool_calls ? message : { ...message, tool_calls: calls };
  return withId(changed, "tool_call_id", toId);
}

function withId(object: JsonObject, field: string, toId: (id: string) => string): JsonObject {
  const id = object[field];
  if (typeof id !== "string") return object;
  const accepted = toId(id);
  return accepted === id ? object : { ...object, [field]: accepted };
}

function without(
  object: JsonObject,
  field: string,
  path: string,
  dropped: Set<string>,
): JsonObject {
  if (!Object.hasOwn(object, field)) return object;
  const { [field]: value, ...rest } = object;
  if (!isEmpty(value)) dropped.add(`${path}.${field}`);
  return rest;
}

function isEmpty(value: unknown): boolean {
  return value === null || value === "" || (Array.isArray(value) && value.length === 0);
}
