import type { API_PATHS } from "./api-paths";
import { mistralToolId } from "./mistral-tool-id";
import type { Rename, RequestRules } from "./request-rules";

/** One service of the family. Where a fact comes from stands in docs/translation/openai-family.md. */
export interface FamilyRow {
  id: string;
  label: string;
  defaultBaseUrl: string | null;
  needsCredential: boolean;
  modelFamily: RegExp | null;
  /** What it serves natively, besides chat completions and any other path. */
  alsoServes: readonly Exclude<keyof typeof API_PATHS, "chat.completions">[];
  rules?: Readonly<Partial<Record<keyof typeof API_PATHS, RequestRules>>>;
}

/** Names of models that OpenAI makes. */
export const OPENAI_MODEL =
  /^(?:ft:)?(?:gpt-(?!oss)|chatgpt-|o[1-9](?!\d)|text-embedding-[3a]|tts-|whisper-|dall-e-|omni-moderation-|codex-|davinci-|babbage-)/;

/** `gpt-35-turbo`, Azure's name for GPT-3.5, is none of them. */
const REASONING_MODEL = /^(?:ft:)?(?:o[1-9]|gpt-[5-9])(?!\d)/;
/** A deployment may have any name; people put the model's into it. */
const REASONING_DEPLOYMENT = /(?:^|[^a-z0-9])(?:o[1-9]|gpt-?[5-9])(?!\d)/i;
const GROK_REASONING = /^grok-(?:3-mini|4|code-fast)(?!.*non-reasoning)/;

const NEW_LIMIT_TO_OLD: Rename = {
  from: "max_completion_tokens",
  to: "max_tokens",
  wins: "from",
};

/** Fields of ours and of other services that carry a model's thoughts back to it. */
const REPLAYED_THOUGHTS = ["reasoning_content", "reasoning_details", "reasoning"];

/** OpenAI's own chat parameters that other services have no counterpart for. */
const OPENAI_ONLY = [
  "audio",
  "logit_bias",
  "modalities",
  "prompt_cache_retention",
  "safety_identifier",
  "store",
  "user",
  "verbosity",
  "web_search_options",
];

/** Of OpenAI and Azure OpenAI: both answer an unknown field of a message with `unknown_parameter`. */
export function openAiRules(reasoningModel: RegExp): RequestRules {
  return {
    renames: [{ from: "max_tokens", to: "max_completion_tokens", models: reasoningModel }],
    messages: { refusedFields: REPLAYED_THOUGHTS, refusesCacheControl: true },
  };
}

export const AZURE_CHAT_RULES = openAiRules(REASONING_DEPLOYMENT);

const MISTRAL_CHAT: RequestRules = {
  renames: [NEW_LIMIT_TO_OLD, { from: "seed", to: "random_seed" }],
  refused: [{ params: [...OPENAI_ONLY, "logprobs", "top_logprobs"] }],
  // The last chunk of every stream has the usage.
  needless: ["stream_options"],
  needsNoUsageQuestion: true,
  messages: {
    developerRole: "system",
    allowedFields: {
      system: ["role", "content"],
      user: ["role", "content"],
      assistant: ["role", "content", "tool_calls", "prefix"],
      tool: ["role", "content", "tool_call_id", "name"],
    },
    refusesCacheControl: true,
    toolCallId: mistralToolId,
  },
};

const OLLAMA_CHAT: RequestRules = {
  renames: [NEW_LIMIT_TO_OLD],
  ignored: [
    ...OPENAI_ONLY,
    "function_call",
    "functions",
    "metadata",
    "parallel_tool_calls",
    "prediction",
    "service_tier",
    "tool_choice",
  ],
  hasSingleChoice: true,
  messages: { developerRole: "system" },
};

export const FAMILY_ROWS: readonly FamilyRow[] = [
  {
    id: "openai",
    label: "OpenAI",
    defaultBaseUrl: "https://api.openai.com/v1",
    needsCredential: true,
    modelFamily: OPENAI_MODEL,
    alsoServes: ["completions", "embeddings", "responses"],
    rules: { "chat.completions": openAiRules(REASONING_MODEL) },
  },
  {
    id: "vllm",
    label: "vLLM",
    defaultBaseUrl: null,
    needsCredential: false,
    modelFamily: null,
    alsoServes: ["completions", "embeddings"],
    rules: { "chat.completions": { messages: { developerRole: "system" } } },
  },
  {
    id: "ollama",
    label: "Ollama",
    defaultBaseUrl: "http://127.0.0.1:11434/v1",
    needsCredential: false,
    modelFamily: null,
    alsoServes: ["completions", "embeddings"],
    rules: {
      "chat.completions": OLLAMA_CHAT,
      completions: {
        ignored: ["best_of", "echo", "logit_bias", "logprobs", "user"],
        hasSingleChoice: true,
      },
    },
  },
  {
    id: "custom",
    label: "OpenAI-compatible",
    defaultBaseUrl: null,
    needsCredential: false,
    modelFamily: null,
    alsoServes: ["completions", "embeddings"],
  },
  {
    id: "mistral",
    label: "Mistral",
    defaultBaseUrl: "https://api.mistral.ai/v1",
    needsCredential: true,
    modelFamily:
      /^(?:mistral|ministral|magistral|codestral|devstral|pixtral|voxtral|open-mi[sx]tral)-(?!.*:)/,
    alsoServes: ["embeddings"],
    rules: {
      "chat.completions": MISTRAL_CHAT,
      embeddings: {
        renames: [{ from: "dimensions", to: "output_dimension" }],
        refused: [{ params: ["user"] }],
      },
    },
  },
  {
    id: "groq",
    label: "Groq",
    defaultBaseUrl: "https://api.groq.com/openai/v1",
    needsCredential: true,
    modelFamily: null,
    alsoServes: ["embeddings", "responses"],
    rules: {
      "chat.completions": {
        refused: [{ params: ["logit_bias", "logprobs", "top_logprobs"] }],
        messages: {
          developerRole: "system",
          // `reasoning` is Groq's own name, which its reasoning models take back.
          refusedFields: ["name", "reasoning_content", "reasoning_details"],
        },
      },
    },
  },
  {
    id: "together",
    label: "Together AI",
    defaultBaseUrl: "https://api.together.ai/v1",
    needsCredential: true,
    modelFamily: null,
    alsoServes: ["completions", "embeddings"],
    rules: {
      "chat.completions": {
        renames: [NEW_LIMIT_TO_OLD],
        messages: { developerRole: "system" },
      },
      embeddings: { hasNoBase64: true },
    },
  },
  {
    id: "fireworks",
    label: "Fireworks AI",
    defaultBaseUrl: "https://api.fireworks.ai/inference/v1",
    needsCredential: true,
    modelFamily: /^accounts\/fireworks\//,
    alsoServes: ["completions", "embeddings", "responses"],
    rules: {
      "chat.completions": {
        refusesBothLimits: true,
        messages: { developerRole: "system" },
      },
    },
  },
  {
    id: "deepseek",
    label: "DeepSeek",
    defaultBaseUrl: "https://api.deepseek.com",
    needsCredential: true,
    modelFamily: /^deepseek-(?:chat|reasoner|coder|flash|v\d)(?!.*:)/,
    alsoServes: [],
    rules: {
      "chat.completions": {
        renames: [NEW_LIMIT_TO_OLD],
        messages: { developerRole: "system" },
      },
    },
  },
  {
    id: "xai",
    label: "xAI",
    defaultBaseUrl: "https://api.x.ai/v1",
    needsCredential: true,
    modelFamily: /^grok-/,
    alsoServes: ["responses"],
    rules: {
      "chat.completions": {
        refused: [
          { params: ["presence_penalty", "frequency_penalty", "stop"], models: GROK_REASONING },
        ],
        messages: { namedRoles: ["user"] },
      },
    },
  },
  {
    id: "openrouter",
    label: "OpenRouter",
    defaultBaseUrl: "https://openrouter.ai/api/v1",
    needsCredential: true,
    modelFamily: null,
    alsoServes: ["completions", "embeddings", "responses"],
  },
  {
    id: "cerebras",
    label: "Cerebras",
    defaultBaseUrl: "https://api.cerebras.ai/v1",
    needsCredential: true,
    modelFamily: null,
    alsoServes: ["completions"],
    rules: {
      "chat.completions": {
        refused: [{ params: ["frequency_penalty", "logit_bias", "presence_penalty"] }],
        messages: {
          developerRole: "system",
          renamedFields: { reasoning_content: "reasoning" },
          refusedFields: ["reasoning_details"],
        },
      },
    },
  },
  {
    id: "deepinfra",
    label: "DeepInfra",
    defaultBaseUrl: "https://api.deepinfra.com/v1/openai",
    needsCredential: true,
    modelFamily: null,
    alsoServes: ["completions", "embeddings"],
    rules: {
      "chat.completions": {
        renames: [NEW_LIMIT_TO_OLD],
        messages: { developerRole: "system" },
      },
      embeddings: { hasNoBase64: true },
    },
  },
];
