import type { Api } from "../../protocol/api";
import type { HttpProvider, ProviderCall, ProviderEndpoint, Upstream } from "../provider";
import { API_PATHS } from "./api-paths";
import { jsonRequest, modelsRequest, rawRequest } from "./call-request";
import type { FamilyRow } from "./differences";
import { rawPath } from "./raw-path";
import { readError } from "./read-error";
import { readModels } from "./read-models";
import { repairsOf } from "./repairs";
import type { RequestRules } from "./request-rules";

/** A provider that speaks OpenAI's API below its base URL, as far as its row does not say otherwise. */
export function openAiLike(row: FamilyRow): HttpProvider {
  const { alsoServes, rules, ...facts } = row;
  const endpoints: Partial<Record<Api, ProviderEndpoint>> = { passthrough };
  for (const api of ["chat.completions", ...alsoServes] as const) {
    endpoints[api] = endpoint(api, rules?.[api]);
  }
  return {
    ...facts,
    transport: "http",
    wire: "openai",
    endpoints,
    buildModelsRequest: (upstream) =>
      modelsRequest(upstream, `${upstream.baseUrl}/models`, bearer(upstream)),
    readModels,
    readError,
  };
}

function endpoint(api: keyof typeof API_PATHS, rules: RequestRules | undefined): ProviderEndpoint {
  return {
    buildRequest: (call, upstream) =>
      jsonRequest(call, upstream, upstream.baseUrl + API_PATHS[api], bearer(upstream), rules),
    ...repairsOf(api, rules),
  };
}

const passthrough: ProviderEndpoint = {
  buildRequest: (call: ProviderCall, upstream: Upstream) =>
    rawRequest(call, upstream, upstream.baseUrl + rawPath(call), bearer(upstream)),
};

function bearer({ credential }: Upstream): Record<string, string> {
  return credential === null ? {} : { authorization: `Bearer ${credential}` };
}
