import { expect, test } from "vitest";
import { decrypt, sha256 } from "../../../lib/crypto";
import { prisma } from "../../../lib/db/prisma";
import { newId } from "../../../lib/ids";
import { listApiKeys } from "../../../lib/queries/api-keys";
import { getNavigation } from "../../../lib/queries/navigation";
import { listProviders } from "../../../lib/queries/providers";
import { runtime } from "../../../lib/runtime";
import { authenticateKey } from "../../../lib/services/api-keys/authenticate-key";
import { createApiKey } from "../../../lib/services/api-keys/create-api-key";
import { revokeApiKey } from "../../../lib/services/api-keys/revoke-api-key";
import { createProject } from "../../../lib/services/projects/create-project";
import { createProvider } from "../../../lib/services/providers/create-provider";
import { deleteProvider } from "../../../lib/services/providers/delete-provider";
import { setDefaultProvider } from "../../../lib/services/providers/set-default-provider";
import { updateProvider } from "../../../lib/services/providers/update-provider";
import { aTenant } from "../../support/a-tenant";

const SECRET = "sk-abcdefghijklmnop4f2a";
const OPENAI = {
  name: "openai",
  kind: "openai",
  baseUrl: "https://api.openai.com/v1/",
  credential: SECRET,
  defaultModel: "gpt-4o-mini",
};

test("a key is shown once, listed by its prefix, and only its hash is stored", async () => {
  const { context, projectId } = await aTenant("Lin");
  const created = await createApiKey(context, { name: "Production" });
  expect(created.key).toMatch(/^sk-prysm-[0-9a-f]{64}$/);
  expect(created.key.startsWith(created.prefix)).toBe(true);
  const stored = await runtime().pool.query("SELECT * FROM api_keys WHERE id = $1", [created.id]);
  expect(JSON.stringify(stored.rows)).not.toContain(created.key);
  expect(stored.rows[0]).toMatchObject({ hash: sha256(created.key), scopes: ["gateway", "read"] });
  const listed = await listApiKeys(projectId);
  expect(listed).toMatchObject([
    { id: created.id, name: "Production", createdBy: "Lin", lastUsedAt: null, revokedAt: null },
  ]);
  expect(JSON.stringify(listed)).not.toContain(sha256(created.key));
});

test("a revoked key is refused, and revoking twice changes nothing", async () => {
  const { context, projectId } = await aTenant();
  const { id, key } = await createApiKey(context, { name: "Old" });
  await expect(authenticateKey(`Bearer ${key}`, "read")).resolves.toMatchObject({ projectId });
  await revokeApiKey(context, { keyId: id });
  const revokedAt = (await listApiKeys(projectId))[0]?.revokedAt;
  await revokeApiKey(context, { keyId: id });
  expect((await listApiKeys(projectId))[0]?.revokedAt).toBe(revokedAt);
  await expect(authenticateKey(`Bearer ${key}`, "read")).rejects.toThrow(/was revoked/);
  const actions = await prisma().auditEntry.findMany({
    where: { projectId, targetId: id },
    orderBy: { id: "asc" },
  });
  expect(actions.map((entry) => entry.action)).toEqual(["api_key.create", "api_key.revoke"]);
});

test.each([
  null,
  "",
  "Bearer",
  "Basic abc",
  "Bearer nonsense",
  `Bearer sk-prysm-${"0".repeat(64)}`,
])("the authorization %s is refused with 401", async (authorization) => {
  await expect(authenticateKey(authorization, "read")).rejects.toMatchObject({ status: 401 });
});

test("a key without the scope is refused with 403", async () => {
  const { context } = await aTenant();
  const { key, id } = await createApiKey(context, { name: "Write only" });
  await prisma().apiKey.update({ where: { id }, data: { scopes: ["gateway"] } });
  await expect(authenticateKey(`Bearer ${key}`, "read")).rejects.toMatchObject({ status: 403 });
});

test("a provider's credential is sealed for its row and never shown again", async () => {
  const { context, projectId } = await aTenant();
  const { id } = await createProvider(context, OPENAI);
  const { encryptionKeyHex } = runtime().secrets;
  const row = await prisma().provider.findUniqueOrThrow({ where: { id } });
  const sealed = row.encryptedCredential ?? new Uint8Array();
  expect(decrypt(sealed, encryptionKeyHex, id)).toBe(SECRET);
  expect(() => decrypt(sealed, encryptionKeyHex, newId())).toThrow();
  const settings = await listProviders(projectId);
  expect(settings).toMatchObject({
    defaultProvider: null,
    instanceDefault: "echo",
    providers: [
      {
        name: "openai",
        baseUrl: "https://api.openai.com/v1",
        credentialHint: "sk-…4f2a",
        isDefault: false,
      },
    ],
  });
  const audit = await prisma().auditEntry.findMany({ where: { projectId } });
  expect(JSON.stringify([settings, audit])).not.toContain(SECRET);
});

test("an empty credential keeps the stored one, but not for another origin", async () => {
  const { context } = await aTenant();
  const { id: providerId } = await createProvider(context, OPENAI);
  const change = {
    providerId,
    name: "openai",
    kind: "openai",
    baseUrl: "https://api.openai.com/v2",
    defaultModel: "",
  };
  await updateProvider(context, { ...change, credential: "" });
  const kept = await prisma().provider.findUniqueOrThrow({ where: { id: providerId } });
  expect(kept).toMatchObject({ baseUrl: change.baseUrl, defaultModel: null });
  const { encryptionKeyHex } = runtime().secrets;
  expect(decrypt(kept.encryptedCredential ?? new Uint8Array(), encryptionKeyHex, providerId)).toBe(
    SECRET,
  );
  const origins = ["https://api.openai.com:8443", "http://api.openai.com", "https://evil.example"];
  for (const origin of origins) {
    const elsewhere = { ...change, baseUrl: `${origin}/v1` };
    await expect(updateProvider(context, elsewhere)).rejects.toMatchObject({ param: "credential" });
  }
  const elsewhere = { ...change, baseUrl: "https://evil.example/v1" };
  await updateProvider(context, { ...elsewhere, credential: "sk-another-key-9999" });
});

test("the default follows a rename and falls back when its provider is deleted", async () => {
  const { context, projectId } = await aTenant();
  const { id: providerId } = await createProvider(context, OPENAI);
  await setDefaultProvider(context, { name: "openai" });
  await updateProvider(context, { ...OPENAI, providerId, name: "main", credential: "" });
  expect(await listProviders(projectId)).toMatchObject({
    defaultProvider: "main",
    providers: [{ isDefault: true }],
  });
  await expect(setDefaultProvider(context, { name: "openai" })).rejects.toMatchObject({
    code: "unknown_provider",
  });
  await deleteProvider(context, { providerId });
  expect(await listProviders(projectId)).toMatchObject({ defaultProvider: null, providers: [] });
  await setDefaultProvider(context, { name: "echo" });
});

test("a name is used once in a project, and echo is Prysm's own", async () => {
  const { context } = await aTenant();
  await createProvider(context, OPENAI);
  const taken = { code: "conflict", param: "name" };
  await expect(createProvider(context, OPENAI)).rejects.toMatchObject(taken);
  const { id: providerId } = await createProvider(context, { ...OPENAI, name: "other" });
  await expect(updateProvider(context, { ...OPENAI, providerId })).rejects.toMatchObject(taken);
  await createProvider((await aTenant()).context, OPENAI);
});

test.each([
  [{ name: "echo" }, "name"],
  [{ name: "Has Space" }, "name"],
  [{ name: "-dash" }, "name"],
  [{ name: "x".repeat(33) }, "name"],
  [{ kind: "made-up" }, "kind"],
  [{ baseUrl: "ftp://example.com" }, "baseUrl"],
  [{ baseUrl: "api.openai.com/v1" }, "baseUrl"],
  [{ baseUrl: "https://user:secret@example.com" }, "baseUrl"],
  [{ baseUrl: "https://example.com/v1?key=1" }, "baseUrl"],
  [{ credential: "two words" }, "credential"],
  [{ credential: "sk-line\nbreak" }, "credential"],
  [{ defaultModel: "gpt\0" }, "defaultModel"],
])("a provider with %o is refused by its field", async (wrong, param) => {
  const { context } = await aTenant();
  await expect(createProvider(context, { ...OPENAI, ...wrong })).rejects.toMatchObject({
    code: "invalid_request",
    param,
  });
});

test("roles limit what a service does", async () => {
  const { context } = await aTenant();
  const denied = { code: "permission_denied", status: 403 };
  const viewer = { ...context, role: "viewer" as const };
  const member = { ...context, role: "member" as const };
  await expect(createApiKey(viewer, { name: "No" })).rejects.toMatchObject(denied);
  await expect(revokeApiKey(viewer, { keyId: newId() })).rejects.toMatchObject(denied);
  await expect(createProvider(member, OPENAI)).rejects.toMatchObject(denied);
  await expect(setDefaultProvider(member, { name: null })).rejects.toMatchObject(denied);
  await expect(createProject(member, { name: "No" })).rejects.toMatchObject(denied);
  await createApiKey(member, { name: "Yes" });
});

test("projects of one organization have their own slugs and appear in the navigation", async () => {
  const { context, userId } = await aTenant();
  const both = await Promise.all(
    ["Staging", "Staging"].map((name) => createProject(context, { name })),
  );
  expect(both.map((project) => project.slug).sort()).toEqual(["staging", "staging-2"]);
  const { organizations } = await getNavigation(userId);
  expect(organizations).toMatchObject([
    { role: "owner", projects: [{ slug: "default" }, { name: "Staging" }, { name: "Staging" }] },
  ]);
});
