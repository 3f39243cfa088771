/** Whose price list a kind of provider is billed by, in the built-in book's names. */
const LIST_OF_KIND: Readonly<Record<string, string>> = {
  anthropic: "anthropic",
  "azure-openai": "azure",
  cerebras: "cerebras",
  deepseek: "deepseek",
  fireworks: "fireworks",
  gemini: "google",
  groq: "groq",
  mistral: "mistral",
  openai: "openai",
  openrouter: "openrouter",
  together: "together",
  xai: "x-ai",
};

/**
 * Kinds whose models have no other price than their host's: the maker's says nothing about Groq's, and
 * what runs on one's own machines has none.
 */
const HAS_OWN_PRICES_ONLY = new Set([
  "cerebras",
  "deepinfra",
  "echo",
  "fireworks",
  "groq",
  "ollama",
  "openrouter",
  "together",
  "vllm",
]);

/** What routers write before a model's name. */
const LIST_OF_PREFIX: Readonly<Record<string, string>> = {
  ...{ anthropic: "anthropic", azure: "azure", azure_ai: "azure", bedrock: "aws", aws: "aws" },
  ...{ amazon: "aws", cohere: "cohere", deepseek: "deepseek", fireworks: "fireworks" },
  ...{ gemini: "google", google: "google", vertex_ai: "google", vertex: "google", groq: "groq" },
  ...{ mistral: "mistral", mistralai: "mistral", moonshotai: "moonshotai", openai: "openai" },
  ...{ openrouter: "openrouter", perplexity: "perplexity", together: "together" },
  ...{ together_ai: "together", "x-ai": "x-ai", xai: "x-ai", cerebras: "cerebras" },
};

/** The makers' lists that a name without a provider is looked up in. */
const LISTS_OF_FAMILIES: readonly (readonly [RegExp, string])[] = [
  [/^(?:ft:)?(?:gpt-|chatgpt-|o[1-9](?:-|$)|codex-|computer-use)/, "openai"],
  [/^(?:text-embedding-|whisper-|tts-|dall-e-|davinci|babbage|omni-moderation)/, "openai"],
  [/^claude-/, "anthropic"],
  [/^(?:gemini-|gemma-|text-multilingual-embedding)/, "google"],
  [/^(?:(?:open-)?mi[sx]tral|ministral|magistral|codestral|devstral|pixtral|voxtral)/, "mistral"],
  [/^deepseek-/, "deepseek"],
  [/^grok-/, "x-ai"],
  [/^command-/, "cohere"],
  [/^sonar(?:-|$)/, "perplexity"],
  [/^(?:kimi-|moonshot-)/, "moonshotai"],
  [/^voyage-/, "voyageai"],
];

const BEDROCK_ID =
  /^(?:(?:us|eu|jp|au|apac|us-gov|global)\.)?(?:ai21|amazon|anthropic|cohere|deepseek|meta|mistral|nvidia|openai|qwen|writer)\.[a-z]/;
const BEDROCK_PATH = /^(?:arn:aws[^:]*:bedrock:.*|bedrock(?:\/.*)?)\/([^/]+)$/;
const MODEL_PATH = /^(?:projects\/.*\/)?(?:publishers\/[^/]+\/)?models\/([^/]+)$/;

/** One place to look: a list, and the name there. */
export interface Place {
  list: string;
  name: string;
}

/** Where a model's price may stand, the surest place first. */
export function placesOf(providerKind: string | null, model: string): Place[] {
  const name = toName(model);
  const own = LIST_OF_KIND[providerKind ?? ""];
  const places = own ? [{ list: own, name }] : [];
  if (providerKind !== null && HAS_OWN_PRICES_ONLY.has(providerKind)) return places;
  return [...places, ...otherPlaces(name)];
}

function otherPlaces(name: string): Place[] {
  if (BEDROCK_ID.test(name)) return [{ list: "aws", name }];
  if (name.startsWith("accounts/fireworks/")) return [{ list: "fireworks", name }];
  const slash = name.indexOf("/");
  if (slash > 0) {
    const rest = name.slice(slash + 1);
    const list = LIST_OF_PREFIX[name.slice(0, slash)];
    const own = list ? [{ list, name: rest }] : [];
    // A router in front of a host names both; the host's price counts.
    return list === undefined || MAKERS.has(list) || list === "azure"
      ? [...own, ...otherPlaces(rest)]
      : own;
  }
  return LISTS_OF_FAMILIES.filter(([family]) => family.test(name)).map(([, list]) => ({
    list,
    name,
  }));
}

const MAKERS = new Set(LISTS_OF_FAMILIES.map(([, list]) => list));

/** Paths around a name go; Azure writes GPT-3.5 without its point. */
function toName(model: string): string {
  const name = model.trim().toLowerCase();
  const inner = BEDROCK_PATH.exec(name)?.[1] ?? MODEL_PATH.exec(name)?.[1] ?? name;
  return inner.replace(/^gpt-35-/, "gpt-3.5-");
}
