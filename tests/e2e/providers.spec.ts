import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "@playwright/test";
import { aVisitor, createKey, signUp } from "./visitor";

let upstream: Server;
let seenAuthorization: string | undefined;

test.beforeAll(async () => {
  upstream = createServer((request, response) => {
    seenAuthorization = request.headers.authorization;
    response.setHeader("content-type", "application/json");
    response.end(
      JSON.stringify({
        id: "chatcmpl-1",
        object: "chat.completion",
        created: 1,
        model: "house-model",
        choices: [
          { index: 0, message: { role: "assistant", content: "hi" }, finish_reason: "stop" },
        ],
      }),
    );
  });
  await new Promise<void>((resolve) => upstream.listen(0, "127.0.0.1", resolve));
});
test.afterAll(() => {
  upstream.closeAllConnections();
  upstream.close();
});

test("a project's own provider serves its calls, and its key is never shown again", async ({
  page,
  request,
}) => {
  const secret = "sk-house-0123456789abcdef4f2a";
  const { base } = await signUp(page, aVisitor());
  const key = await createKey(page);
  await page.goto(`${base}/settings/providers`);
  await page.getByRole("button", { name: "Add provider" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("house");
  await dialog
    .getByLabel("Base URL")
    .fill(`http://127.0.0.1:${(upstream.address() as AddressInfo).port}/v1`);
  await dialog.getByLabel("API key").fill(secret);
  await dialog.getByLabel("Default model").fill("house-model");
  await dialog.getByRole("button", { name: /add|save/i }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByText("…4f2a").first()).toBeVisible();

  const response = await request.post("/v1/chat/completions", {
    headers: { authorization: `Bearer ${key}`, "x-prysm-provider": "house" },
    data: { messages: [{ role: "user", content: "Hello" }] },
  });

  expect(response.status()).toBe(200);
  expect(response.headers()["x-prysm-model-used"]).toBe("house-model");
  expect(seenAuthorization).toBe(`Bearer ${secret}`);
  await page.reload();
  expect(await page.content()).not.toContain(secret);
});
