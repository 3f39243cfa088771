import type { Api } from "../../protocol/api";

/** Where OpenAI's APIs lie below a base URL. */
export const API_PATHS = {
  "chat.completions": "/chat/completions",
  completions: "/completions",
  embeddings: "/embeddings",
  responses: "/responses",
} as const satisfies Partial<Record<Api, string>>;
