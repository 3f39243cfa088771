/** The APIs a client can call, by the name a trace has as its endpoint; `passthrough` is any other path. */
export type Api =
  | "chat.completions"
  | "completions"
  | "embeddings"
  | "responses"
  | "messages"
  | "messages.count_tokens"
  | "passthrough";

/** Whose error shape an API speaks. */
export type Dialect = "openai" | "anthropic";
