import type { ToolCall } from "../protocol/trace";

/** What the body of an answer says, as it says it: the fields are still to be checked and cut. */
export interface AnswerFacts {
  /** The model the upstream says it ran. */
  model: unknown;
  /** The usage object, of whichever provider. */
  usage: unknown;
  /** At which tier the provider says it served the call. */
  serviceTier: unknown;
  finishReason: unknown;
  /** What the client is asked to run; tools that the provider runs itself are not among them. */
  toolCalls: ToolCall[];
  /** What there is to preview: text, else a refusal, else reasoning. */
  text: string | null;
  /** The error the body carries. */
  error: unknown;
}
