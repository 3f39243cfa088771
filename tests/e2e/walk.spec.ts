import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "@playwright/test";
import { aVisitor, createKey, signUp } from "./visitor";

const run = promisify(execFile);

test("a newcomer signs up, gets a key, sends the streaming snippet and opens the trace", async ({
  page,
}) => {
  const visitor = aVisitor();
  await signUp(page, visitor);
  await expect(page.getByText("Waiting for your first call")).toBeVisible();

  const key = await createKey(page);
  expect(key).toMatch(/^sk-prysm-[0-9a-f]{64}$/);
  const snippet = (await page.getByLabel("curl snippet", { exact: true }).textContent()) ?? "";
  expect(snippet).toContain(key);
  const { stdout } = await run("bash", ["-c", snippet]);
  expect(stdout).toContain("data: [DONE]");

  await page.getByRole("link", { name: "Open your first trace" }).click();

  await expect(page).toHaveURL(/\/requests\/[0-9a-f-]{36}/);
  await expect(page.getByText("[ECHO] Received: Hello, Prysm").first()).toBeVisible();
});

test("a call that is refused shows up while the page waits, with the reason", async ({
  page,
  request,
}) => {
  await signUp(page, aVisitor());
  const key = await createKey(page);
  const send = (apiKey: string, data: string) =>
    request.post("/v1/chat/completions", {
      headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
      // A string would be sent as a JSON string.
      data: Buffer.from(data),
    });

  await send(`${key.slice(0, -4)}0000`, "{}");
  await send(key, "{broken");
  await send(key, '{"model":"echo-error-401","messages":[{"role":"user","content":"x"}]}');

  const panel = page.getByRole("region", { name: "Arriving calls" });
  await expect(panel.getByText("missing, unknown or revoked").first()).toBeVisible();
  await expect(panel.getByText("The body is not valid JSON")).toBeVisible();
  await expect(panel.getByText("The provider refused the request")).toBeVisible();
  await expect(panel.getByText("Waiting for your first call")).toBeVisible();
});

test("calls arrive in the open list by themselves, and filters live in the URL", async ({
  page,
  request,
}) => {
  const { base } = await signUp(page, aVisitor());
  const key = await createKey(page);
  const call = (model: string, content: string) =>
    request.post("/api/v1/chat/completions", {
      headers: { authorization: `Bearer ${key}`, "x-prysm-user-id": "ada" },
      data: { model, messages: [{ role: "user", content }] },
    });
  await call("echo-v1", "the first one");
  await page.goto(`${base}/requests`);
  await expect(page.getByText("the first one").first()).toBeVisible();

  await call("echo-error-500", "the second one");

  await expect(page.getByText("always answers 500").first()).toBeVisible();
  await page.goto(`${base}/requests?status=error`);
  await expect(page.getByText("always answers 500").first()).toBeVisible();
  await expect(page.getByText("the first one")).toHaveCount(0);
});
