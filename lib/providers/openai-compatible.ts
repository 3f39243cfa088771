import { replaceModel } from "../protocol/replace-model";
import type { HttpProvider, ProviderCall, Upstream, UpstreamRequest } from "./provider";

/** Any server that speaks OpenAI's API below its base URL: OpenAI itself, vLLM, Ollama's /v1, and many more. */
export const openaiCompatible: HttpProvider = {
  id: "openai-compatible",
  label: "OpenAI-compatible",
  transport: "http",
  buildChatRequest,
};

function buildChatRequest(call: ProviderCall, upstream: Upstream): UpstreamRequest {
  // The client's bytes go out untouched unless the model name must change.
  const body = call.chat.model === call.model ? call.body : replaceModel(call.body, call.model);
  const headers: Record<string, string> = {
    "content-type": "application/json",
    accept: call.chat.stream ? "text/event-stream" : "application/json",
    // A compressed answer would have to be opened again to be recorded.
    "accept-encoding": "identity",
    "user-agent": "prysm",
  };
  if (upstream.credential !== null) headers.authorization = `Bearer ${upstream.credential}`;
  return { url: `${upstream.baseUrl}/chat/completions`, headers, body };
}
