/**
 * What each generation of Claude accepts, from Anthropic's model pages and migration guides (November 2026).
 * The API answers 400 to a setting a model does not know, so the translation has to know it first.
 */
export interface ModelFacts {
  /** Null where it is not known; then nothing is clamped. */
  maxOutputTokens: number | null;
  /** Whether temperature and top_p may stand together, only one of them, or none (temperature, top_p, top_k). */
  samplers: "both" | "one" | "none";
  /** `budget`: `thinking.type: enabled` with a token budget; `adaptive`: the model decides, steered by effort. */
  thinking: "none" | "budget" | "adaptive";
  /** Thinks when the request says nothing about thinking. */
  thinksUnasked: boolean;
  /** How thinking is turned off; null when it cannot be. */
  thinkingOff: "leave-out" | "disabled" | "between_tools" | null;
  /** Accepted values of `output_config.effort`, weakest first. */
  efforts: readonly Effort[];
  /** Thinking text comes back empty unless `display: "summarized"` asks for it. */
  hidesThinking: boolean;
  /** `output_config.format` and `strict` tools. */
  hasStructuredOutput: boolean;
  /** Continues a last assistant message. */
  hasPrefill: boolean;
  /** `tool_choice` of type `any` or `tool`. */
  hasForcedTools: boolean;
}

export type Effort = "low" | "medium" | "high" | "xhigh" | "max";

const ALL_EFFORTS: readonly Effort[] = ["low", "medium", "high", "xhigh", "max"];

/** Fable and Mythos 5.1 and later, Opus 5.5; what an unknown newer Claude is taken for. */
const NEWEST: ModelFacts = {
  maxOutputTokens: 128_000,
  samplers: "none",
  thinking: "adaptive",
  thinksUnasked: true,
  thinkingOff: null,
  efforts: ALL_EFFORTS,
  hidesThinking: true,
  hasStructuredOutput: true,
  hasPrefill: false,
  hasForcedTools: false,
};

const OPUS_5: ModelFacts = { ...NEWEST, thinkingOff: "disabled", hasForcedTools: true };
const OPUS_4_7: ModelFacts = { ...OPUS_5, thinksUnasked: false, thinkingOff: "leave-out" };
const CLAUDE_4_6: ModelFacts = {
  ...OPUS_4_7,
  samplers: "one",
  efforts: ["low", "medium", "high", "max"],
  hidesThinking: false,
};
const CLAUDE_4_5: ModelFacts = {
  ...CLAUDE_4_6,
  maxOutputTokens: 64_000,
  thinking: "budget",
  efforts: [],
  hasPrefill: true,
};
const OPUS_4_1: ModelFacts = { ...CLAUDE_4_5, maxOutputTokens: 32_000, hasStructuredOutput: false };
const SONNET_4: ModelFacts = { ...OPUS_4_1, maxOutputTokens: 64_000, samplers: "both" };
const CLAUDE_3: ModelFacts = { ...SONNET_4, maxOutputTokens: 4_096, thinking: "none" };

/** Another maker's model behind a server that speaks Anthropic's API: only what every version of it knows. */
const NOT_CLAUDE: ModelFacts = { ...SONNET_4, maxOutputTokens: null };

// The first match counts. A minor version is one or two digits; eight digits are a date.
const FACTS_BY_NAME: readonly [RegExp, ModelFacts][] = [
  [/claude-(?:instant|[12](?!\d))/, CLAUDE_3],
  [/claude-3[-.]7/, SONNET_4],
  [/claude-3[-.]5/, { ...CLAUDE_3, maxOutputTokens: 8_192 }],
  [/claude-3(?!\d)/, CLAUDE_3],
  [/claude-(?:opus-4[-.]1(?!\d)|4[-.]1-opus)/, OPUS_4_1],
  [/claude-[a-z]+-4[-.]5(?!\d)/, CLAUDE_4_5],
  [/claude-[a-z]+-4[-.]6(?!\d)/, CLAUDE_4_6],
  [/claude-opus-4[-.][78](?!\d)/, OPUS_4_7],
  [
    /claude-(?:opus-4(?!\d|[-.]\d\d?(?!\d))|opus-4-0(?!\d)|4-opus)/,
    { ...SONNET_4, maxOutputTokens: 32_000 },
  ],
  [/claude-(?:sonnet-4(?!\d|[-.]\d\d?(?!\d))|sonnet-4-0(?!\d)|4-sonnet)/, SONNET_4],
  [/claude-opus-5(?!\d|[-.]\d\d?(?!\d))/, OPUS_5],
  [/claude-sonnet-5(?!\d|[-.]\d\d?(?!\d))/, OPUS_5],
  [/claude-sonnet-5[-.]5(?!\d)/, { ...NEWEST, thinkingOff: "between_tools" }],
  [/claude-haiku-5[-.]5(?!\d)/, OPUS_5],
  [/claude-(?:fable|mythos)-5(?!\d|[-.]\d\d?(?!\d))/, { ...NEWEST, hasForcedTools: true }],
  [/claude-mythos-preview/, { ...NEWEST, hasForcedTools: true }],
];

export function findModelFacts(model: string): ModelFacts {
  const name = model.toLowerCase();
  if (!name.includes("claude")) return NOT_CLAUDE;
  return FACTS_BY_NAME.find(([pattern]) => pattern.test(name))?.[1] ?? NEWEST;
}
