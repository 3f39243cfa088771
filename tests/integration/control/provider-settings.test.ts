import { expect, test } from "vitest";
import { decrypt, sha256 } from "../../../lib/crypto";
import { CallerDirectory } from "../../../lib/db/caller-directory";
import { prisma } from "../../../lib/db/prisma";
import { openHeaders } from "../../../lib/db/sealed-headers";
import { createLog } from "../../../lib/log";
import { listApiKeys } from "../../../lib/queries/api-keys";
import { listProviders } from "../../../lib/queries/providers";
import { runtime } from "../../../lib/runtime";
import { createApiKey } from "../../../lib/services/api-keys/create-api-key";
import { createProvider } from "../../../lib/services/providers/create-provider";
import { loadModels } from "../../../lib/services/providers/load-models";
import { rotateProviderKey } from "../../../lib/services/providers/rotate-provider-key";
import { setDefaultProvider } from "../../../lib/services/providers/set-default-provider";
import { testProvider } from "../../../lib/services/providers/test-provider";
import { updateProvider } from "../../../lib/services/providers/update-provider";
import { aTenant } from "../../support/a-tenant";
import { eventually } from "../../support/eventually";

const KEY = "sk-first-0123456789abcd";
const TOKEN = "team-secret-0123456789";

const HOUSE = {
  name: "house",
  kind: "custom",
  baseUrl: "https://models.example.com/v1",
  credential: KEY,
  defaultModel: "house-1",
  models: [" house-1 ", "house-2", "house-1", ""],
  extraHeaders: [{ name: "X-Team", value: TOKEN }],
};

async function rowOf(id: string) {
  return prisma().provider.findUniqueOrThrow({ where: { id } });
}

async function auditOf(targetId: string) {
  return prisma().auditEntry.findMany({ where: { targetId }, orderBy: { id: "asc" } });
}

test("rotating replaces the key alone, and the audit log names it without holding it", async () => {
  const { context, projectId } = await aTenant();
  const { id: providerId } = await createProvider(context, HOUSE);
  const before = await rowOf(providerId);
  const credential = "sk-second-9876543210zyxw";
  const rotated = await rotateProviderKey(context, { providerId, credential });
  expect(rotated).toEqual({ id: providerId, credentialHint: "sk-…zyxw" });
  const after = await rowOf(providerId);
  const { encryptedCredential, credentialHint, updatedAt, ...rest } = after;
  expect(before).toMatchObject(rest);
  expect(credentialHint).toBe("sk-…zyxw");
  const sealed = encryptedCredential ?? new Uint8Array();
  expect(decrypt(sealed, runtime().secrets.encryptionKeyHex, providerId)).toBe(credential);
  expect(updatedAt.getTime()).toBeGreaterThanOrEqual(before.updatedAt.getTime());
  const entries = await auditOf(providerId);
  expect(entries.map(({ action }) => action)).toEqual(["provider.create", "provider.rotate_key"]);
  expect(entries[1]?.details).toEqual({ name: "house", credentialHint: "sk-…zyxw" });
  const seen = JSON.stringify([entries, await listProviders(projectId)]);
  for (const secret of [KEY, credential, TOKEN]) expect(seen).not.toContain(secret);
});

test.each(["", "two words", "sk-line\nbreak"])(
  "a rotation to %o is refused",
  async (credential) => {
    const { context } = await aTenant();
    const { id: providerId } = await createProvider(context, HOUSE);
    await expect(rotateProviderKey(context, { providerId, credential })).rejects.toMatchObject({
      code: "invalid_request",
      param: "credential",
    });
  },
);

test("extra headers are sealed for their row and column, and shown as hints", async () => {
  const { context, projectId } = await aTenant();
  const { id } = await createProvider(context, HOUSE);
  const { encryptionKeyHex } = runtime().secrets;
  const sealed = (await rowOf(id)).encryptedHeaders ?? new Uint8Array();
  expect(openHeaders(sealed, encryptionKeyHex, id)).toEqual({ "x-team": TOKEN });
  expect(() => decrypt(sealed, encryptionKeyHex, id)).toThrow();
  expect(Buffer.from(sealed).includes(TOKEN)).toBe(false);
  const { providers } = await listProviders(projectId);
  expect(providers).toMatchObject([
    {
      kindLabel: "OpenAI-compatible",
      models: ["house-1", "house-2"],
      extraHeaders: [{ name: "x-team", hint: "tea…6789" }],
    },
  ]);
  expect(JSON.stringify(await auditOf(id))).toContain('"extraHeaders":"x-team"');
});

test("a header without a value keeps the stored one, but not for another origin", async () => {
  const { context } = await aTenant();
  const { id: providerId } = await createProvider(context, HOUSE);
  const headers = [{ name: "x-team", value: "" }];
  const change = { ...HOUSE, providerId, credential: "", extraHeaders: headers };
  const more = [...headers, { name: "x-region", value: "eu" }];
  await updateProvider(context, { ...change, extraHeaders: more });
  const { encryptionKeyHex } = runtime().secrets;
  const { encryptedHeaders } = await rowOf(providerId);
  expect(openHeaders(encryptedHeaders, encryptionKeyHex, providerId)).toEqual({
    "x-team": TOKEN,
    "x-region": "eu",
  });
  const elsewhere = { ...change, baseUrl: "https://evil.example/v1", credential: "sk-for-evil" };
  await expect(updateProvider(context, elsewhere)).rejects.toMatchObject({
    param: "extraHeaders.0.value",
  });
  await updateProvider(context, { ...change, extraHeaders: [] });
  expect((await rowOf(providerId)).encryptedHeaders).toBeNull();
});

test.each([
  "authorization",
  "Host",
  "cookie",
  "content-length",
  "Content-Type",
  "x-prysm-anything",
  "connection",
  "keep-alive",
  "proxy-authorization",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "expect",
  "accept-encoding",
  "two words",
  "line\nbreak",
  "__proto__",
  "",
])("the extra header %o is refused", async (name) => {
  const { context } = await aTenant();
  const extraHeaders = [
    { name: "x-fine", value: "1" },
    { name, value: "1" },
  ];
  await expect(createProvider(context, { ...HOUSE, extraHeaders })).rejects.toMatchObject({
    code: "invalid_request",
    param: "extraHeaders.1.name",
  });
});

test.each([
  [[{ name: "x-a", value: "line\nbreak" }], "extraHeaders.0.value"],
  [[{ name: "x-a", value: "ünsendable" }], "extraHeaders.0.value"],
  [[{ name: "x-a", value: " " }], "extraHeaders.0.value"],
  [
    [
      { name: "x-a", value: "1" },
      { name: "X-A", value: "2" },
    ],
    "extraHeaders.1.name",
  ],
])("the extra headers %j are refused at %s", async (extraHeaders, param) => {
  const { context } = await aTenant();
  await expect(createProvider(context, { ...HOUSE, extraHeaders })).rejects.toMatchObject({
    param,
  });
});

test("a stored key can be removed, and then any origin may follow", async () => {
  const { context, projectId } = await aTenant();
  const { id: providerId } = await createProvider(context, { ...HOUSE, extraHeaders: [] });
  const change = { ...HOUSE, providerId, extraHeaders: [], credential: "" };
  const baseUrl = "http://127.0.0.1:11434/v1";
  await updateProvider(context, { ...change, kind: "ollama", baseUrl, removesCredential: true });
  expect((await listProviders(projectId)).providers).toMatchObject([
    { kind: "ollama", baseUrl, credentialHint: null },
  ]);
  expect((await rowOf(providerId)).encryptedCredential).toBeNull();
});

test("an address that this instance does not call is an error of the base URL", async () => {
  const { context } = await aTenant();
  const { env } = runtime();
  env.PRYSM_ALLOW_PRIVATE_UPSTREAMS = false;
  try {
    for (const host of ["127.0.0.1:8000", "0x7f000001", "[::1]", "localhost", "169.254.169.254"]) {
      const refused = createProvider(context, { ...HOUSE, baseUrl: `http://${host}/v1` });
      await expect(refused).rejects.toMatchObject({
        param: "baseUrl",
        message: expect.stringContaining("PRYSM_ALLOW_PRIVATE_UPSTREAMS"),
      });
    }
    await createProvider(context, HOUSE);
  } finally {
    delete env.PRYSM_ALLOW_PRIVATE_UPSTREAMS;
  }
});

test("the gateway's directory has the settings in the clear, and the key's limits", async () => {
  const { context, projectId } = await aTenant();
  const azure = { ...HOUSE, kind: "azure-openai", apiVersion: "2024-10-21" };
  const { id: providerId } = await createProvider(context, azure);
  const { key } = await createApiKey(context, {
    name: "Limited",
    allowedModels: ["gpt-4o*"],
    allowedProviders: ["house", "echo"],
  });
  const directory = openDirectory();
  try {
    expect(await directory.getProject(projectId)).toMatchObject({
      upstreams: [
        {
          kind: "azure-openai",
          credential: KEY,
          models: ["house-1", "house-2"],
          extraHeaders: { "x-team": TOKEN },
          apiVersion: "2024-10-21",
          isTrusted: false,
        },
      ],
    });
    expect(await directory.findCaller(sha256(key))).toMatchObject({
      allowedModels: ["gpt-4o*"],
      allowedProviders: ["house", "echo"],
    });
    // A renamed provider is the same provider to the keys that may use it, in every process.
    await updateProvider(context, { ...azure, providerId, name: "moved", credential: "" });
    await eventually(async () => {
      const caller = await directory.findCaller(sha256(key));
      return caller?.allowedProviders.join() === "moved,echo";
    });
  } finally {
    await directory.close();
  }
});

function openDirectory(): CallerDirectory {
  const { pool, env, secrets } = runtime();
  return new CallerDirectory({
    pool,
    databaseUrl: env.DATABASE_URL ?? "",
    encryptionKeyHex: secrets.encryptionKeyHex,
    log: createLog("test", "silent"),
  });
}

test("a key without limits may use everything, and the list shows the limits of the others", async () => {
  const { context, projectId } = await aTenant();
  await createApiKey(context, { name: "Free" });
  await createApiKey(context, { name: "Limited", allowedModels: [" o3 ", "o3", "gpt-*"] });
  expect(await listApiKeys(projectId)).toMatchObject([
    { name: "Limited", allowedModels: ["o3", "gpt-*"], allowedProviders: [] },
    { name: "Free", allowedModels: [], allowedProviders: [] },
  ]);
});

test.each([
  [{ allowedModels: ["*gpt"] }, "allowedModels.0"],
  [{ allowedModels: ["gpt", "a*b"] }, "allowedModels.1"],
  [{ allowedModels: [" "] }, "allowedModels.0"],
  [{ allowedProviders: ["echo", "no-such"] }, "allowedProviders.1"],
])("a key with %j is refused at %s", async (limits, param) => {
  const { context } = await aTenant();
  await expect(createApiKey(context, { name: "Key", ...limits })).rejects.toMatchObject({ param });
});

test("the instance's providers are listed, one of the project's hides its namesake", async () => {
  const { context, projectId } = await aTenant();
  const { env } = runtime();
  env.LLM_OPENAI_API_KEY = "sk-of-the-operator";
  try {
    expect((await listProviders(projectId)).instanceProviders).toMatchObject([
      { name: "openai", baseUrl: "https://api.openai.com/v1", isDefault: true, isHidden: false },
      { name: "echo", baseUrl: null, isDefault: false },
    ]);
    await createProvider(context, { ...HOUSE, name: "openai" });
    await setDefaultProvider(context, { name: "openai" });
    const settings = await listProviders(projectId);
    expect(settings.providers).toMatchObject([{ name: "openai", isDefault: true }]);
    expect(settings.instanceProviders).toMatchObject([
      { name: "openai", isDefault: false, isHidden: true },
      { name: "echo", isDefault: false },
    ]);
    env.STRIPE_SECRET_KEY = "sk_live_1";
    const shared = await listProviders(projectId);
    expect(shared.instanceProviders).toMatchObject([{ baseUrl: null }, { baseUrl: null }]);
    expect(JSON.stringify(shared)).not.toContain("sk-of-the-operator");
  } finally {
    delete env.LLM_OPENAI_API_KEY;
    delete env.STRIPE_SECRET_KEY;
  }
});

test("only admins and owners change, test or ask a provider", async () => {
  const { context } = await aTenant();
  const { id: providerId } = await createProvider(context, HOUSE);
  const member = { ...context, role: "member" as const };
  const denied = { code: "permission_denied", status: 403 };
  const rotation = rotateProviderKey(member, { providerId, credential: "sk-new" });
  await expect(rotation).rejects.toMatchObject(denied);
  await expect(testProvider(member, { providerId })).rejects.toMatchObject(denied);
  await expect(loadModels(member, { providerId })).rejects.toMatchObject(denied);
});
