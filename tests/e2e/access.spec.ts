import { expect, test } from "@playwright/test";
import { aVisitor, createKey, signUp } from "./visitor";

test("signing out ends access, signing in gives it back, a wrong password does not", async ({
  page,
}) => {
  const visitor = aVisitor();
  const { base } = await signUp(page, visitor);
  await page.getByRole("button", { name: /account/i }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await page.goto(`${base}/requests`);
  await expect(page).toHaveURL(/\/sign-in/);

  await page.getByLabel("E-mail").fill(visitor.email);
  await page.getByLabel("Password").fill("not the password");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("alert").filter({ hasText: /\S/ })).toBeVisible();
  await page.getByLabel("Password").fill(visitor.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();

  await expect(page).toHaveURL(/\/dashboard\//);
});

test("another organization's pages do not exist for a stranger", async ({ page, browser }) => {
  const { base } = await signUp(page, aVisitor());
  const context = await browser.newContext();
  const stranger = await context.newPage();
  await signUp(stranger, aVisitor());

  for (const path of ["requests", "keys", "settings/providers", "onboarding"]) {
    const response = await stranger.goto(`${base}/${path}`);
    expect(response?.status()).toBe(404);
  }
  await context.close();
});

test("a revoked key is refused from then on", async ({ page, request }) => {
  const { base } = await signUp(page, aVisitor());
  const key = await createKey(page);
  const call = () =>
    request.post("/v1/chat/completions", {
      headers: { authorization: `Bearer ${key}` },
      data: { model: "echo-v1", messages: [{ role: "user", content: "x" }] },
    });
  expect((await call()).status()).toBe(200);

  await page.goto(`${base}/keys`);
  await expect(page.getByText(key.slice(0, 17)).first()).toBeVisible();
  expect(await page.content()).not.toContain(key);
  await page
    .getByRole("button", { name: /revoke/i })
    .first()
    .click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /revoke/i })
    .click();

  await expect(async () => expect((await call()).status()).toBe(401)).toPass({ timeout: 2_000 });
});
