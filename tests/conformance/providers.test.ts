import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PROVIDERS } from "../../lib/providers/index";
import { FAKES } from "../support/fakes/fakes";
import {
  describeBridgedApis,
  describeOtherApis,
  describeRawPaths,
  serves,
} from "./providers/api-cases";
import { describeChat, describePlainChat, describeStreamedTools } from "./providers/chat-cases";
import { describeErrors, describeOneError } from "./providers/error-cases";
import { DEFAULT_PROVIDER, Instance } from "./providers/instance";
import { Seat } from "./providers/seat";

// A provider is tested because it stands in the registry: nothing here names one.
let instance: Instance;

beforeAll(async () => {
  instance = await Instance.start();
});
afterAll(() => instance?.stop());

const ownServer = () => instance.product.baseUrl;
const nextServer = () => instance.product.webUrl;
const isOpenAi = (provider: (typeof PROVIDERS)[number]) =>
  provider.transport === "http" && provider.wire === "openai";

describe.concurrent.each(PROVIDERS)("$label on the own server", (provider) => {
  const seat = () => new Seat(provider, instance, ownServer());

  describePlainChat(seat);
  describeBridgedApis(seat);
  describeOtherApis(seat);
  if (provider.transport === "http") {
    describeOneError(seat);
    describeChat(seat);
    describeStreamedTools(seat);
    describeErrors(seat);
  }
  if (isOpenAi(provider) && serves(provider, "passthrough")) describeRawPaths(seat);
});

describe.concurrent.each(PROVIDERS)("$label on the Next route handlers", (provider) => {
  const seat = () => new Seat(provider, instance, nextServer());

  describePlainChat(seat);
  describeBridgedApis(seat);
  if (provider.transport === "http") {
    describeStreamedTools(seat);
    describeOneError(seat);
  }
  if (isOpenAi(provider) && serves(provider, "passthrough")) describeRawPaths(seat);
});

describe.each([
  ["the own server", ownServer],
  ["the Next route handlers", nextServer],
])("who serves a call, on %s", (_place, host) => {
  const providerOf = (response: Response) => response.headers.get("x-prysm-provider");

  async function listModels(key?: string): Promise<{ id: string; owned_by: string }[]> {
    const headers = { authorization: `Bearer ${key ?? instance.key}` };
    const response = await fetch(`${host()}/api/v1/models`, { headers });
    return (await response.json()).data;
  }

  it.each([
    [FAKES.anthropic.model, "anthropic"],
    [FAKES.gemini.model, "gemini"],
    ["mistral-large-latest", "mistral"],
    ["grok-4", "xai"],
    ["deepseek-chat", "deepseek"],
    ["echo-v1", "echo"],
    ["of-no-family", DEFAULT_PROVIDER],
  ])("sends %s to %s", async (model, provider) => {
    const response = await instance.ask(host(), { model });

    expect(response.status).toBe(200);
    expect(providerOf(response)).toBe(provider);
  });

  it("keeps a key to its providers, with a 403 and in the list of models", async () => {
    const key = await instance.insertKey({ providers: ["anthropic", "echo"] });
    const { model } = FAKES.anthropic;
    const allowed = await instance.ask(host(), { model, key });
    const refused = await instance.ask(host(), { model: `groq/${FAKES.openai.model}`, key });

    expect(allowed.status).toBe(200);
    expect(refused.status).toBe(403);
    expect((await refused.json()).error.code).toBe("permission_denied");
    const owners = new Set((await listModels(key)).map(({ owned_by }) => owned_by));
    expect([...owners].sort()).toEqual(["anthropic", "echo"]);
  });

  it("keeps a key to its models, with a 403 and in the list of models", async () => {
    const { model } = FAKES.gemini;
    const key = await instance.insertKey({ models: [model] });
    const allowed = await instance.ask(host(), { model, key });
    const refused = await instance.ask(host(), { model: "gemini-2.5-pro", key });

    expect(allowed.status).toBe(200);
    expect(refused.status).toBe(403);
    expect((await refused.json()).error.code).toBe("model_not_allowed");
    expect((await listModels(key)).map(({ id }) => id)).toEqual([model]);
  });

  it("lists the models of every provider, each under a name that leads to it", async () => {
    const models = await listModels();
    const owners = new Set(models.map(({ owned_by }) => owned_by));

    expect([...owners].sort()).toEqual(PROVIDERS.map(({ id }) => id).sort());
    expect(new Set(models.map(({ id }) => id)).size).toBe(models.length);
    for (const { id, owned_by } of models.filter(({ id: name }) => !name.includes("embedding"))) {
      if (/^echo-(die|hang|error|slow|long)/.test(id)) continue;
      expect(providerOf(await instance.ask(host(), { model: id }))).toBe(owned_by);
    }
  });
});
