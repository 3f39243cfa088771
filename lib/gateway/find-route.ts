import type { Bridge } from "../bridges/bridge";
import { estimateInputTokens } from "../bridges/messages/count-tokens";
import type { Api } from "../protocol/api";
import type { LocalAnswer, Provider, ProviderCall, ProviderEndpoint } from "../providers/provider";
import type { ClientApi } from "./client-api";

/** How a provider serves an API: itself, or over the bridge to Chat Completions. */
export type Route = { api: Api; bridge: Bridge | null } & (
  | { transport: "http"; endpoint: ProviderEndpoint }
  | { transport: "local"; answer(call: ProviderCall): LocalAnswer }
);

/** Null when the provider cannot serve the API at all. */
export function findRoute({ api, bridge }: ClientApi, provider: Provider): Route | null {
  return (
    routeTo(api, null, provider) ??
    (bridge && routeTo("chat.completions", bridge, provider)) ??
    (api === "messages.count_tokens" ? ESTIMATE : null)
  );
}

function routeTo(api: Api, bridge: Bridge | null, provider: Provider): Route | null {
  if (provider.transport === "http") {
    const endpoint = provider.endpoints[api];
    return endpoint ? { api, bridge, transport: "http", endpoint } : null;
  }
  const answer = provider.answers[api];
  return answer ? { api, bridge, transport: "local", answer } : null;
}

const ESTIMATE: Route = {
  api: "messages.count_tokens",
  bridge: null,
  transport: "local",
  answer: ({ json }) => ({
    status: 200,
    headers: { "content-type": "application/json" },
    usage: null,
    warnings: ["input_tokens is an estimate: this provider cannot count them"],
    async *chunks() {
      yield Buffer.from(JSON.stringify({ input_tokens: estimateInputTokens(json) }));
    },
  }),
};
