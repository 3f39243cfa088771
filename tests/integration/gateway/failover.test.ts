import { afterEach, beforeEach, expect, it } from "vitest";
import type { CallTrace } from "../../../lib/gateway/call-trace";
import { CLIENT_APIS } from "../../../lib/gateway/client-api";
import type { GatewayDeps } from "../../../lib/gateway/deps";
import { findRoute } from "../../../lib/gateway/find-route";
import type { GatewayRequest } from "../../../lib/gateway/gateway-message";
import type { Target } from "../../../lib/gateway/stages/choose-targets";
import { forward } from "../../../lib/gateway/stages/forward";
import { openTrace } from "../../../lib/gateway/stages/open-trace";
import { UpstreamPools } from "../../../lib/gateway/upstream-pools";
import { getProvider } from "../../../lib/providers/index";
import { FakeUpstream, sendJson } from "../../support/fake-upstream";

const json = { model: "m", messages: [{ role: "user", content: "Say ok" }] };
const body = Buffer.from(JSON.stringify(json));
const request: GatewayRequest = {
  ...{ method: "POST", path: "/v1/chat/completions", query: "", headers: {}, clientAddress: "" },
  readBody: async () => body,
  onClientGone: () => undefined,
};
let first: FakeUpstream;
let second: FakeUpstream;
let deps: GatewayDeps;

beforeEach(async () => {
  first = await FakeUpstream.start();
  second = await FakeUpstream.start();
  const timeouts = { connectTimeoutMs: 1_000, firstByteTimeoutMs: 1_000, idleTimeoutMs: 1_000 };
  deps = {
    limits: { ...timeouts, requestTimeoutMs: 5_000, maxBodyBytes: 1_000 },
    retries: { maxRetries: 1, baseDelayMs: 1, maxDelayMs: 1, maxRetryAfterMs: 1 },
    pools: new UpstreamPools({ connectTimeoutMs: 1_000, allowsPrivate: true }),
  } as unknown as GatewayDeps;
});
afterEach(async () => {
  await deps.pools.close();
  await first.stop();
  await second.stop();
});

function targetAt(upstream: FakeUpstream, name: string, model: string): Target {
  const provider = getProvider("custom");
  const clientApi = CLIENT_APIS["/chat/completions"];
  const route = clientApi && findRoute(clientApi, provider);
  if (!route) throw new Error("custom serves chat");
  return {
    ...{ provider, route, model },
    upstream: {
      ...{ name, kind: "custom", baseUrl: upstream.baseUrl, credential: null, models: [] },
      ...{ extraHeaders: {}, defaultModel: null, apiVersion: null, timeoutMs: null },
      isTrusted: true,
    },
  };
}

async function send(): Promise<{ trace: CallTrace; status: number }> {
  const trace = openTrace(request, "chat.completions", deps);
  const clientApi = CLIENT_APIS["/chat/completions"];
  if (!clientApi) throw new Error("chat is an API");
  const call = { clientApi, json, body, model: "m", isStream: false };
  const targets = [targetAt(first, "first", "m1"), targetAt(second, "second", "m2")];
  const answer = await forward(request, call, targets, trace, deps);
  answer.release();
  await answer.chunks[Symbol.asyncIterator]().return?.();
  return { trace, status: answer.status };
}

it("case 101: the next target answers when the first one stays down, and the trace names who did", async () => {
  first.answers((response) => sendJson(response, { error: { message: "down" } }, 529));

  const { trace, status } = await send();

  expect(status).toBe(200);
  expect(trace).toMatchObject({ provider: "second", model: "m2" });
  expect(trace.attempts.map(({ provider, httpStatus }) => `${provider} ${httpStatus}`)).toEqual([
    "first 529",
    "first 529",
    "second 200",
  ]);
  expect(JSON.parse(second.calls[0]?.body ?? "").model).toBe("m2");
});

it("case 99: the next target is not asked what the first one found wrong with the call", async () => {
  first.answers((response) => sendJson(response, { error: { message: "bad" } }, 422));

  const { trace, status } = await send();

  expect(status).toBe(422);
  expect(trace.provider).toBe("first");
  expect(second.calls).toHaveLength(0);
});
