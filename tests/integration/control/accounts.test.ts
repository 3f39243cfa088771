import { expect, test } from "vitest";
import { prisma } from "../../../lib/db/prisma";
import { runtime } from "../../../lib/runtime";
import { linkOAuth } from "../../../lib/services/account/link-oauth";
import { signUp } from "../../../lib/services/account/sign-up";
import { verifyPassword } from "../../../lib/services/account/verify-password";
import { aTenant, TENANT_PASSWORD } from "../../support/a-tenant";

const ADDRESS = "203.0.113.7";

test("signing up creates user, organization, first project and audit entry at once", async () => {
  const signedUp = await signUp({
    name: "  Grace  Hopper ",
    email: " Grace@Example.COM ",
    password: "nanoseconds matter",
  });
  expect(signedUp).toMatchObject({
    organizationSlug: "grace-hoppers-organization",
    projectSlug: "default",
  });
  const user = await prisma().user.findUniqueOrThrow({
    where: { id: signedUp.userId },
    include: { memberships: { include: { organization: true } } },
  });
  expect(user).toMatchObject({ email: "grace@example.com", name: "Grace Hopper" });
  expect(user.passwordHash).toMatch(/^\$argon2id\$/);
  expect(user.memberships).toMatchObject([
    { role: "owner", organization: { name: "Grace Hopper's organization" } },
  ]);
  const audit = await prisma().auditEntry.findMany({ where: { actorId: user.id } });
  expect(audit.map((entry) => entry.action)).toEqual(["organization.create"]);
});

test("an organization's own name is used, and every slug is unique", async () => {
  const names = ["Acme", "Acme", "Default", "Settings", "日本"];
  const slugs: string[] = [];
  for (const [index, organizationName] of names.entries()) {
    const email = `slug-${index}@example.com`;
    const { organizationSlug } = await signUp({
      name: "Someone",
      email,
      password: "long enough",
      organizationName,
    });
    slugs.push(organizationSlug);
  }
  expect(slugs).toEqual(["acme", "acme-2", "default-2", "settings-1", "organization"]);
});

test("two people signing up at the same moment get two organizations", async () => {
  const both = await Promise.all(
    ["p", "q"].map((name) =>
      signUp({
        name,
        email: `${name}@race.example`,
        password: "long enough",
        organizationName: "Race",
      }),
    ),
  );
  expect(both.map((signedUp) => signedUp.organizationSlug).sort()).toEqual(["race", "race-2"]);
});

test("an address has one account, however it is spelled and however fast one is", async () => {
  const attempt = (email: string) => signUp({ name: "Twin", email, password: "long enough" });
  const outcomes = await Promise.allSettled([
    attempt("twin@example.com"),
    attempt("TWIN@example.com"),
    attempt("twin@example.com "),
  ]);
  const refusals = outcomes.filter((outcome) => outcome.status === "rejected");
  expect(refusals).toHaveLength(2);
  for (const { reason } of refusals)
    expect(reason).toMatchObject({ code: "conflict", param: "email" });
  expect(await prisma().user.count({ where: { email: "twin@example.com" } })).toBe(1);
  expect(await prisma().organization.count({ where: { name: "Twin's organization" } })).toBe(1);
});

test.each([
  [{ name: "" }, "name"],
  [{ email: "nobody" }, "email"],
  // The Kelvin sign becomes a plain k in lower case.
  [{ email: "\u212Aate@example.com" }, "email"],
  [{ password: "short" }, "password"],
  [{ name: "x".repeat(81) }, "name"],
])("bad input %o names its field", async (wrong, param) => {
  const input = { name: "Eve", email: "eve@example.com", password: "long enough", ...wrong };
  await expect(signUp(input)).rejects.toMatchObject({ code: "invalid_request", param });
});

test("markup and control characters in a name are stored as text", async () => {
  const name = "<b>'; DROP TABLE users;--\0\x07";
  const { userId } = await signUp({ name, email: "odd@example.com", password: "long enough" });
  const user = await prisma().user.findUniqueOrThrow({ where: { id: userId } });
  expect(user.name).toBe("<b>'; DROP TABLE users;--␀␇");
});

test("only the right password of a known address signs in", async () => {
  const tenant = await aTenant();
  const { email } = tenant;
  const found = await verifyPassword(
    { email: email.toUpperCase(), password: TENANT_PASSWORD },
    ADDRESS,
  );
  expect(found?.id).toBe(tenant.userId);
  expect(await verifyPassword({ email, password: "wrong" }, ADDRESS)).toBeNull();
  expect(await verifyPassword({ email, password: "" }, ADDRESS)).toBeNull();
  expect(
    await verifyPassword({ email: "nobody@example.com", password: TENANT_PASSWORD }, ADDRESS),
  ).toBeNull();
  expect(await verifyPassword({ email: "\0", password: "x" }, ADDRESS)).toBeNull();
});

test("an unknown address takes as long to refuse as a wrong password", async () => {
  const { email } = await aTenant();
  const time = async (attempt: { email: string; password: string }, address: string) => {
    const startedMs = performance.now();
    await verifyPassword(attempt, address);
    return performance.now() - startedMs;
  };
  await time({ email: "warm-up@example.com", password: "wrong" }, ADDRESS);
  const known: number[] = [];
  const unknown: number[] = [];
  for (let round = 0; round < 7; round += 1) {
    known.push(await time({ email, password: "wrong" }, `known-${round}`));
    unknown.push(await time({ email: "ghost@example.com", password: "wrong" }, `ghost-${round}`));
  }
  expect(median(unknown)).toBeGreaterThan(median(known) / 2);
});

test("guessing is stopped for the guesser's address, not for the owner's", async () => {
  const { email } = await aTenant();
  const guess = () => verifyPassword({ email, password: "guess" }, "198.51.100.1");
  for (let attempt = 0; attempt < 10; attempt += 1) expect(await guess()).toBeNull();
  await expect(guess()).rejects.toMatchObject({ code: "too_many_attempts", status: 429 });
  const owner = await verifyPassword({ email, password: TENANT_PASSWORD }, "192.0.2.44");
  expect(owner?.email).toBe(email);
});

test("an identity provider's verified address creates an account once", async () => {
  const profile = {
    provider: "github" as const,
    providerAccountId: "42",
    verifiedEmail: "Octo@Example.com",
    name: "",
    image: null,
  };
  const [first, second] = await Promise.all([linkOAuth(profile), linkOAuth(profile)]);
  expect(second).toEqual(first);
  const user = await prisma().user.findUniqueOrThrow({ where: { id: first.userId } });
  expect(user).toMatchObject({ email: "octo@example.com", name: "New user", passwordHash: null });
  // The same person at the other provider is linked by the address that both vouch for.
  const google = await linkOAuth({ ...profile, provider: "google", providerAccountId: "g-42" });
  expect(google).toEqual(first);
});

test("an identity never takes over an account whose address nobody verified", async () => {
  const { email, userId } = await aTenant();
  const profile = { provider: "google" as const, providerAccountId: "g-1", name: "X", image: null };
  await expect(linkOAuth({ ...profile, verifiedEmail: email })).rejects.toMatchObject({
    code: "conflict",
  });
  await expect(linkOAuth({ ...profile, verifiedEmail: null })).rejects.toMatchObject({
    code: "permission_denied",
  });
  expect(await prisma().account.count({ where: { userId } })).toBe(0);
});

test("a password account with a verified address can be linked", async () => {
  const { email, userId } = await aTenant();
  await runtime().pool.query("UPDATE users SET email_verified_at = now() WHERE id = $1", [userId]);
  const linked = await linkOAuth({
    provider: "google",
    providerAccountId: "g-2",
    verifiedEmail: email,
    name: "X",
    image: null,
  });
  expect(linked.userId).toBe(userId);
});

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
