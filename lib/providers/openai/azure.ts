import { PrysmError } from "../../errors";
import type { HttpProvider, ProviderCall, ProviderEndpoint, Upstream } from "../provider";
import { API_PATHS } from "./api-paths";
import { jsonRequest, modelsRequest, rawRequest } from "./call-request";
import { AZURE_CHAT_RULES, OPENAI_MODEL } from "./differences";
import { rawPath } from "./raw-path";
import { readError } from "./read-error";
import { readModels } from "./read-models";
import { repairsOf } from "./repairs";
import type { RequestRules } from "./request-rules";

const ROOT_SUFFIX = /\/openai(?:\/v1)?$/i;
/** Versions before it answer `stream_options` with a 400. */
const FIRST_WITH_USAGE = "2024-09-01";
const DATED = /^\d{4}-\d{2}-\d{2}/;
/** Below `/deployments/{name}` in the dated API; everything else lies beside it. */
const OF_A_DEPLOYMENT =
  /^\/(?:chat\/completions|completions|embeddings|audio\/(?:speech|transcriptions|translations)|images\/(?:generations|edits))(?=$|\?)/;
const DOT_SEGMENT = /^\.{1,2}$/;
const NAMES_VERSION = /[?&]api-version=/i;

/**
 * Azure OpenAI. A model's name is the name of its deployment. Without `api-version`, with `v1` or with
 * `preview` the v1 API is called, which is OpenAI's own; a date means the API with deployments in its URLs.
 */
export const azureOpenai: HttpProvider = {
  id: "azure-openai",
  label: "Azure OpenAI",
  transport: "http",
  wire: "openai",
  defaultBaseUrl: null,
  needsCredential: true,
  // Deployments are mostly named after the model they run.
  modelFamily: OPENAI_MODEL,
  endpoints: {
    "chat.completions": endpoint("chat.completions", AZURE_CHAT_RULES),
    completions: endpoint("completions"),
    embeddings: endpoint("embeddings"),
    responses: endpoint("responses"),
    passthrough: {
      buildRequest: (call: ProviderCall, upstream: Upstream) =>
        rawRequest(call, upstream, urlOf(upstream, rawPath(call), call.model), apiKey(upstream)),
    },
  },
  buildModelsRequest: (upstream) =>
    modelsRequest(upstream, urlOf(upstream, "/models", ""), apiKey(upstream)),
  readModels,
  readError,
};

function endpoint(api: keyof typeof API_PATHS, rules?: RequestRules): ProviderEndpoint {
  return {
    buildRequest: (call, upstream) => {
      const url = urlOf(upstream, API_PATHS[api], call.model);
      const version = upstream.apiVersion ?? "";
      const isOld = DATED.test(version) && version < FIRST_WITH_USAGE;
      const fitting = isOld ? { ...rules, needsNoUsageQuestion: true as const } : rules;
      return jsonRequest(call, upstream, url, apiKey(upstream), fitting);
    },
    ...repairsOf(api, rules),
  };
}

function urlOf({ baseUrl, apiVersion }: Upstream, path: string, deployment: string): string {
  const root = baseUrl.replace(ROOT_SUFFIX, "");
  if (apiVersion === null || apiVersion === "" || apiVersion === "v1") {
    return `${root}/openai/v1${path}`;
  }
  if (!DATED.test(apiVersion)) return withVersion(`${root}/openai/v1${path}`, apiVersion);
  const isOfDeployment = deployment !== "" && OF_A_DEPLOYMENT.test(path);
  const scope = isOfDeployment ? `/deployments/${segmentOf(deployment)}` : "";
  return withVersion(`${root}/openai${scope}${path}`, apiVersion);
}

function segmentOf(deployment: string): string {
  if (!DOT_SEGMENT.test(deployment)) return encodeURIComponent(deployment.toWellFormed());
  const message = `model must be the name of a deployment, not "${deployment}".`;
  throw new PrysmError("invalid_request", message, { param: "model" });
}

function withVersion(url: string, version: string): string {
  if (NAMES_VERSION.test(url)) return url;
  return `${url}${url.includes("?") ? "&" : "?"}api-version=${encodeURIComponent(version)}`;
}

function apiKey({ credential }: Upstream): Record<string, string> {
  return credential === null ? {} : { "api-key": credential };
}
