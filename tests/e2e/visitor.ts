import { randomBytes } from "node:crypto";
import { expect, type Page } from "@playwright/test";

export interface Visitor {
  name: string;
  email: string;
  password: string;
}

/** Somebody nobody has met: every test brings its own. */
export function aVisitor(): Visitor {
  const tag = randomBytes(5).toString("hex");
  return { name: `Ada ${tag}`, email: `ada-${tag}@example.com`, password: "correct horse battery" };
}

/** Signs up in the browser and lands on the onboarding page; `base` is the project's path. */
export async function signUp(page: Page, visitor: Visitor): Promise<{ base: string }> {
  await page.goto("/sign-up");
  await page.getByLabel("Name", { exact: true }).fill(visitor.name);
  await page.getByLabel("E-mail").fill(visitor.email);
  await page.getByLabel("Password").fill(visitor.password);
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page).toHaveURL(/\/onboarding$/);
  return { base: new URL(page.url()).pathname.replace(/\/onboarding$/, "") };
}

/** Creates a key on the onboarding page and reads it off the screen, the only time it is there. */
export async function createKey(page: Page): Promise<string> {
  await page.getByRole("button", { name: "Create key" }).click();
  return ((await page.getByTestId("new-key").textContent()) ?? "").trim();
}
