import { expect, test } from "vitest";
import { prisma } from "../../../lib/db/prisma";
import { provideEnv } from "../../../lib/env";
import { closeRuntime } from "../../../lib/runtime";
import { signUp } from "../../../lib/services/account/sign-up";
import { verifyPassword } from "../../../lib/services/account/verify-password";
import { authenticateKey } from "../../../lib/services/api-keys/authenticate-key";
import { revokeApiKey } from "../../../lib/services/api-keys/revoke-api-key";
import { initInstance } from "../../../lib/services/init-instance";

const KEY = `sk-prysm-${"ab".repeat(32)}`;
const OWNER = { email: "owner@example.com", password: "the first password" };
const SETTINGS = {
  PRYSM_INIT_ORG: "Acme Inc.",
  PRYSM_INIT_PROJECT: "Production",
  PRYSM_INIT_USER_EMAIL: OWNER.email,
  PRYSM_INIT_USER_PASSWORD: OWNER.password,
  PRYSM_INIT_API_KEY: KEY,
};

// The settings are read once per runtime, so a change of them is a new one, as after a restart.
async function startWith(settings: Record<string, string>) {
  await closeRuntime();
  const empty = Object.fromEntries(Object.keys(SETTINGS).map((name) => [name, ""]));
  provideEnv({ ...empty, ...settings });
  await initInstance();
}

async function counts() {
  const db = prisma();
  return [
    await db.user.count(),
    await db.organization.count(),
    await db.project.count(),
    await db.apiKey.count(),
    await db.membership.count(),
    await db.auditEntry.count(),
  ];
}

test("without any of the variables nothing is created", async () => {
  await startWith({});
  expect(await counts()).toEqual([0, 0, 0, 0, 0, 0]);
});

test("everything named is created once, however often and however parallel", async () => {
  await startWith(SETTINGS);
  const after = await counts();
  expect(after.slice(0, 5)).toEqual([1, 1, 1, 1, 1]);
  await Promise.all([initInstance(), initInstance(), initInstance()]);
  await startWith(SETTINGS);
  expect(await counts()).toEqual(after);
  await expect(verifyPassword(OWNER, "")).resolves.toMatchObject({ email: OWNER.email });
  await expect(authenticateKey(`Bearer ${KEY}`, "gateway")).resolves.toBeDefined();
  const [key] = await prisma().apiKey.findMany();
  expect(JSON.stringify(key)).not.toContain(KEY);
});

test("what people changed since stays", async () => {
  const db = prisma();
  await db.organization.updateMany({ data: { name: "Acme, renamed" } });
  await db.project.updateMany({ data: { name: "Live" } });
  await startWith({ ...SETTINGS, PRYSM_INIT_USER_PASSWORD: "another password" });
  expect(await prisma().organization.findMany()).toMatchObject([{ name: "Acme, renamed" }]);
  expect(await prisma().project.findMany()).toMatchObject([{ name: "Live" }]);
  await expect(verifyPassword(OWNER, "")).resolves.toMatchObject({ email: OWNER.email });
});

test("a revoked key stays revoked", async () => {
  const [key] = await prisma().apiKey.findMany({ include: { project: true } });
  if (!key) throw new Error("There is no key to revoke.");
  const context = {
    actor: { type: "system" as const, userId: null },
    organizationId: key.project.organizationId,
    projectId: key.projectId,
    role: "owner" as const,
  };
  await revokeApiKey(context, { keyId: key.id });
  await startWith(SETTINGS);
  await expect(authenticateKey(`Bearer ${KEY}`, "gateway")).rejects.toThrow(/revoked/);
});

test("a key of another project is refused with a sentence", async () => {
  await expect(startWith({ ...SETTINGS, PRYSM_INIT_PROJECT: "Other" })).rejects.toThrow(
    /PRYSM_INIT_API_KEY already belongs to another project/,
  );
  expect(await prisma().project.count()).toBe(1);
});

test("missing names have defaults that a sign-up cannot have taken", async () => {
  await signUp({
    name: "Early",
    email: "early@example.com",
    password: "long enough",
    organizationName: "Default",
  });
  const key = `sk-prysm-${"cd".repeat(32)}`;
  await startWith({ PRYSM_INIT_API_KEY: key });
  const { projectId } = await authenticateKey(`Bearer ${key}`, "read");
  const project = await prisma().project.findUniqueOrThrow({
    where: { id: projectId },
    include: { organization: { include: { memberships: true } } },
  });
  expect(project).toMatchObject({ slug: "default", organization: { slug: "default" } });
  expect(project.organization.memberships).toEqual([]);
});

test("an account whose address nobody verified is not made an owner", async () => {
  const email = "early@example.com";
  await startWith({
    PRYSM_INIT_ORG: "Acme Inc.",
    PRYSM_INIT_USER_EMAIL: email,
    PRYSM_INIT_USER_PASSWORD: "something else",
  });
  const user = await prisma().user.findUniqueOrThrow({
    where: { email },
    include: { memberships: { include: { organization: true } } },
  });
  expect(user.memberships.map(({ organization }) => organization.slug)).toEqual(["default-2"]);
});
