import type { HttpProvider } from "../provider";
import { answerContext } from "./answer-context";
import { ChatAnswerReader } from "./chat-answer-reader";
import { buildChatRequest } from "./chat-request";
import { buildEmbeddingsRequest, readEmbeddings } from "./embeddings";
import { buildModelsRequest, readModels } from "./models";
import { buildPassthrough } from "./passthrough";
import { readError } from "./read-error";
import { retryDelayMs } from "./retry-delay";

/** Google's Gemini API: generateContent and its like, spoken from OpenAI's shapes (docs/translation/gemini.md). */
export const gemini: HttpProvider = {
  id: "gemini",
  label: "Google Gemini",
  modelFamily: /^(?:models\/)?(?:gemini|gemma|learnlm)-/i,
  transport: "http",
  defaultBaseUrl: "https://generativelanguage.googleapis.com",
  needsCredential: true,
  wire: "gemini",
  endpoints: {
    "chat.completions": {
      buildRequest: buildChatRequest,
      readAnswer: (call) => new ChatAnswerReader(answerContext(call)),
    },
    embeddings: { buildRequest: buildEmbeddingsRequest, readAnswer: readEmbeddings },
    passthrough: { buildRequest: buildPassthrough },
  },
  buildModelsRequest,
  readModels,
  readError,
  readRetryDelayMs: retryDelayMs,
};
