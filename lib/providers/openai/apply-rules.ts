import { PrysmError } from "../../errors";
import { isObject, type JsonObject } from "../../protocol/json";
import { applyMessageRules } from "./apply-message-rules";
import type { ParameterRule, Rename, RequestRules } from "./request-rules";

export interface ChangedBody {
  json: JsonObject;
  droppedParams: string[];
}

/** Values that ask for what happens anyway. */
const NEUTRAL: Readonly<Record<string, (value: unknown) => boolean>> = {
  n: (value) => value === 1,
  logprobs: (value) => value === false,
  top_logprobs: (value) => value === 0,
  logit_bias: (value) => isObject(value) && Object.keys(value).length === 0,
  presence_penalty: (value) => value === 0,
  frequency_penalty: (value) => value === 0,
  parallel_tool_calls: (value) => value === true,
  tool_choice: (value) => value === "auto",
  service_tier: (value) => value === "auto" || value === "default",
  store: (value) => value === false,
};

const NONE: readonly never[] = [];

/** A body on its way out. It is copied at the first change; `json` stays the client's own until then. */
class Draft {
  readonly #original: JsonObject;
  readonly dropped = new Set<string>();
  json: JsonObject;

  constructor(json: JsonObject) {
    this.#original = json;
    this.json = json;
  }

  get isChanged(): boolean {
    return this.json !== this.#original;
  }

  has(param: string): boolean {
    return Object.hasOwn(this.json, param);
  }

  set(fields: JsonObject): void {
    if (Object.keys(fields).length > 0) this.json = { ...this.json, ...fields };
  }

  remove(param: string): void {
    if (!this.has(param)) return;
    const { [param]: _removed, ...rest } = this.json;
    this.json = rest;
  }
}

/**
 * The body as a service wants it; null when it is that already, so that the client's bytes can go out
 * untouched. Throws PrysmError 400 for what would silently be another request.
 */
export function applyRules(
  json: JsonObject,
  model: string,
  rules: RequestRules,
): ChangedBody | null {
  if (rules.hasSingleChoice) requireSingleChoice(json);
  const draft = new Draft(json);
  for (const rename of rules.renames ?? NONE) applyRename(draft, rename, model);
  for (const rule of rules.refused ?? NONE) dropRefused(draft, rule, model);
  for (const param of rules.ignored ?? NONE) dropIgnored(draft, param);
  for (const param of rules.needless ?? NONE) draft.remove(param);
  if (rules.refusesBothLimits) dropSecondLimit(draft);
  if (rules.hasNoBase64 && json.encoding_format === "base64") draft.remove("encoding_format");
  if (rules.messages) draft.set(applyMessageRules(draft.json, rules.messages, draft.dropped));
  return draft.isChanged ? { json: draft.json, droppedParams: [...draft.dropped] } : null;
}

function requireSingleChoice({ n }: JsonObject): void {
  if (typeof n !== "number" || n <= 1) return;
  const message = "n must be 1 for this provider: it gives one choice per call.";
  throw new PrysmError("invalid_request", message, { param: "n" });
}

function applyRename(draft: Draft, { from, to, wins, models }: Rename, model: string): void {
  if (!draft.has(from) || !concerns(models, model)) return;
  const value = draft.json[from];
  const other = draft.json[to];
  draft.remove(from);
  if (value === null || value === other) return;
  if (other === undefined || other === null) draft.set({ [to]: value });
  else if (wins === "from") {
    draft.set({ [to]: value });
    draft.dropped.add(to);
  } else draft.dropped.add(from);
}

function dropRefused(draft: Draft, { params, models }: ParameterRule, model: string): void {
  if (!concerns(models, model)) return;
  for (const param of params) {
    if (!draft.has(param)) continue;
    if (!isNeutral(param, draft.json[param])) draft.dropped.add(param);
    draft.remove(param);
  }
}

function dropIgnored(draft: Draft, param: string): void {
  if (!draft.has(param) || isNeutral(param, draft.json[param])) return;
  draft.dropped.add(param);
  draft.remove(param);
}

function dropSecondLimit(draft: Draft): void {
  const { max_tokens: old, max_completion_tokens: limit } = draft.json;
  if (old === undefined || old === null || limit === undefined || limit === null) return;
  if (old !== limit) draft.dropped.add("max_tokens");
  draft.remove("max_tokens");
}

function concerns(models: RegExp | undefined, model: string): boolean {
  return models === undefined || models.test(model);
}

function isNeutral(param: string, value: unknown): boolean {
  return value === null || (NEUTRAL[param]?.(value) ?? false);
}
