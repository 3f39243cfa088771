import { isObject, type JsonObject } from "../../../../lib/protocol/json";
import { demand, firstUnknown, objectsIn } from "../check";
import { TOKENS, VECTOR } from "../play";
import type { WireAnswer } from "../wire";

const FIELDS = ["model", "content", "taskType", "title", "outputDimensionality"];

export function embeddingsAnswer(json: JsonObject, model: string): WireAnswer {
  const requests = objectsIn(json.requests);
  demand(requests.length > 0, "* BatchEmbedContentsRequest.requests: must not be empty");
  for (const request of requests) {
    const unknown = firstUnknown(request, FIELDS);
    demand(unknown === null, `Invalid JSON payload received. Unknown name "${unknown}"`);
    demand(request.model === `models/${model}`, "The model of a request must be that of the URL.");
    demand(isObject(request.content), "* EmbedContentRequest.content: contents is not specified");
  }
  const embeddings = requests.map(() => ({ values: VECTOR }));
  const usageMetadata = { promptTokenCount: TOKENS.prompt };
  return { kind: "json", body: { embeddings, usageMetadata } };
}
