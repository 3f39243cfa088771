import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { aVisitor, createKey, signUp } from "./visitor";

const SECRET = "sk-house-0123456789abcdef4f2a";
const REFUSED = "sk-wrong-0123456789abcdef9999";

let upstream: Server;
let seenAuthorization: string | undefined;

test.beforeAll(async () => {
  upstream = createServer(serve);
  await new Promise<void>((resolve) => upstream.listen(0, "127.0.0.1", resolve));
});
test.afterAll(() => {
  upstream.closeAllConnections();
  upstream.close();
});

function serve(request: IncomingMessage, response: ServerResponse): void {
  seenAuthorization = request.headers.authorization;
  response.setHeader("content-type", "application/json");
  if (seenAuthorization === `Bearer ${REFUSED}`) {
    response.statusCode = 401;
    response.end(JSON.stringify({ error: { message: `No entry with ${REFUSED}.` } }));
  } else if (request.url?.endsWith("/models")) {
    const data = ["house-model", "house-embedding"].map((id) => ({ id, object: "model" }));
    response.end(JSON.stringify({ object: "list", data }));
  } else {
    const message = { role: "assistant", content: "hi" };
    const choices = [{ index: 0, message, finish_reason: "stop" }];
    const head = { id: "chatcmpl-1", object: "chat.completion", created: 1 };
    response.end(JSON.stringify({ ...head, model: "house-model-2026", choices }));
  }
}

function upstreamUrl(): string {
  return `http://127.0.0.1:${(upstream.address() as AddressInfo).port}/v1`;
}

async function openForm(page: Page, base: string) {
  await page.goto(`${base}/settings/providers`);
  const sheet = page.getByRole("dialog");
  // A page that has just come does not hear clicks yet.
  await expect(async () => {
    await page.getByRole("button", { name: "Add provider" }).click({ timeout: 1_000 });
    await expect(sheet).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await sheet.getByRole("button", { name: "OpenAI-compatible" }).click();
  await sheet.getByLabel("Name", { exact: true }).fill("house");
  await sheet.getByLabel("Base URL").fill(upstreamUrl());
  await sheet.getByLabel("API key").fill(SECRET);
  await sheet.getByLabel("Default model").fill("house-model");
  return sheet;
}

async function addHouse(page: Page, base: string): Promise<void> {
  const sheet = await openForm(page, base);
  await sheet.getByRole("button", { name: "Add provider" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
}

test("a project's own provider serves its calls, and its key is never shown again", async ({
  page,
  request,
}) => {
  const { base } = await signUp(page, aVisitor());
  const key = await createKey(page);
  await addHouse(page, base);
  await expect(page.getByText("…4f2a").first()).toBeVisible();

  const response = await request.post("/v1/chat/completions", {
    headers: { authorization: `Bearer ${key}`, "x-prysm-provider": "house" },
    data: { messages: [{ role: "user", content: "Hello" }] },
  });

  expect(response.status()).toBe(200);
  expect(response.headers()["x-prysm-model-used"]).toBe("house-model");
  expect(seenAuthorization).toBe(`Bearer ${SECRET}`);
  await page.reload();
  expect(await page.content()).not.toContain(SECRET);
});

test("a connection is tested before it is saved, with the provider's own words", async ({
  page,
}) => {
  const { base } = await signUp(page, aVisitor());
  const sheet = await openForm(page, base);
  await sheet.getByLabel("API key").fill(REFUSED);
  await sheet.getByRole("button", { name: "Test connection" }).click();
  await expect(sheet.getByText(/Failed with 401 after/)).toBeVisible();
  await expect(sheet.getByText("No entry with ….")).toBeVisible();
  await sheet.getByRole("button", { name: "Load from provider" }).click();
  await expect(sheet.getByRole("alert")).toHaveText("It answered 401: No entry with ….");

  await sheet.getByLabel("API key").fill(SECRET);
  await expect(sheet.getByText(/Failed with 401/)).toHaveCount(0);
  await sheet.getByRole("button", { name: "Load from provider" }).click();
  await expect(sheet.getByText("2 listed by the provider, 2 new.")).toBeVisible();
  await sheet.getByRole("button", { name: "Remove model house-embedding" }).click();
  await sheet.getByRole("button", { name: "Test connection" }).click();
  await expect(sheet.getByText(/Answered in .*s$/)).toBeVisible();
  await expect(sheet.getByText("house-model-2026")).toBeVisible();
  await sheet.getByRole("button", { name: "Add provider" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);

  const list = page.getByRole("list", { name: "Providers of this project" });
  await expect(list).toContainText("1 model · default house-model");
  await expect(list).toContainText("Not tested");
  await list.getByRole("button", { name: "Test house" }).click();
  await expect(list).toContainText("house-model-2026");
  await page.reload();
  await expect(list).toContainText(/Answered in/);
});

test("a key is rotated, the default set and a provider deleted from its menu", async ({ page }) => {
  const { base } = await signUp(page, aVisitor());
  await addHouse(page, base);
  const menu = page.getByRole("button", { name: "Actions for house" });
  await menu.click();
  await page.getByRole("menuitem", { name: "Rotate key" }).click();
  await page.getByLabel("New API key").fill("sk-house-rotated-zyxw");
  await page.getByRole("button", { name: "Rotate key" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  const list = page.getByRole("list", { name: "Providers of this project" });
  await expect(list).toContainText("sk-…zyxw");

  await menu.click();
  await page.getByRole("menuitem", { name: "Set as default" }).click();
  await expect(list.getByText("Default", { exact: true })).toBeVisible();

  await menu.click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await expect(page.getByRole("dialog")).toContainText("the instance’s default takes its place");
  await page.getByRole("button", { name: "Delete provider" }).click();
  await expect(page.getByText("No provider of your own yet")).toBeVisible();
});

test("the form works with the keyboard, keeps what was typed, and gives the focus back", async ({
  page,
}) => {
  const { base } = await signUp(page, aVisitor());
  await addHouse(page, base);
  const menu = page.getByRole("button", { name: "Actions for house" });
  await menu.focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  const sheet = page.getByRole("dialog", { name: "Edit house" });
  await sheet.getByLabel("Models").focus();
  await page.keyboard.type("one,two,");
  await page.keyboard.press("Shift+Tab");
  await expect(sheet.getByRole("button", { name: "Remove model one" })).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Delete");
  await expect(sheet.getByRole("button", { name: /^Remove model/ })).toHaveCount(1);

  await page.keyboard.press("Escape");
  await expect(sheet.getByRole("button", { name: "Keep editing" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(sheet.getByRole("button", { name: "Remove model one" })).toBeVisible();
  await page.keyboard.press("Escape");
  await sheet.getByRole("button", { name: "Discard" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(menu).toBeFocused();
});

test("another server gets no stored key: the form asks for it at its field", async ({ page }) => {
  const { base } = await signUp(page, aVisitor());
  await addHouse(page, base);
  await page.getByRole("button", { name: "Edit house" }).click();
  const sheet = page.getByRole("dialog");
  await sheet.getByLabel("Base URL").fill("https://elsewhere.example/v1");
  await sheet.getByRole("button", { name: "Test connection" }).click();
  await expect(sheet.getByLabel("API key")).toBeFocused();
  await expect(sheet.getByRole("alert")).toContainText("enter the key for it as well");
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`the list and the form pass axe and fit a phone in ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    const { base } = await signUp(page, aVisitor());
    const sheet = await openForm(page, base);
    await sheet.getByLabel("API key").fill(REFUSED);
    await sheet.getByRole("button", { name: "Add header" }).click();
    await sheet.getByRole("button", { name: "Test connection" }).click();
    await expect(
      sheet
        .getByRole("alert")
        .or(sheet.getByText(/Failed with/))
        .first(),
    ).toBeVisible();
    await expectNoViolations(page);
    await sheet.getByRole("button", { name: "Remove header 1" }).click();
    await sheet.getByRole("button", { name: "Add provider" }).click();
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await page.getByRole("button", { name: "Test house" }).click();
    await expect(page.getByText(/Failed with 401/)).toBeVisible();
    await expectNoViolations(page);
    await page.setViewportSize({ width: 390, height: 844 });
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - window.innerWidth,
    );
    expect(overflow).toBeLessThanOrEqual(0);
  });
}

async function expectNoViolations(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
}
