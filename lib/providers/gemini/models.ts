import { isObject } from "../../protocol/json";
import type { Upstream, UpstreamRequest } from "../provider";
import { apiUrl, sharedHeaders } from "./upstream-call";

const USABLE = new Set(["generateContent", "embedContent"]);

export function buildModelsRequest(upstream: Upstream): UpstreamRequest {
  return {
    method: "GET",
    url: apiUrl(upstream, "/models?pageSize=1000"),
    headers: { ...sharedHeaders(upstream), accept: "application/json" },
    body: Buffer.alloc(0),
    droppedParams: [],
    warnings: [],
  };
}

/** Ids of the models that can chat or embed, without `models/`. */
export function readModels(body: unknown): string[] {
  const models = isObject(body) && Array.isArray(body.models) ? body.models : [];
  return models.flatMap((model) => {
    if (!isObject(model) || typeof model.name !== "string") return [];
    const methods = model.supportedGenerationMethods;
    const isUsable = !Array.isArray(methods) || methods.some((method) => USABLE.has(method));
    return isUsable ? [model.name.replace(/^models\//, "")] : [];
  });
}
