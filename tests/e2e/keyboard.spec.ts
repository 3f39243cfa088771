import { expect, test } from "@playwright/test";
import { aVisitor, createKey, signUp } from "./visitor";

test("j, k, Enter and Escape walk through the requests", async ({ page, request }) => {
  const { base } = await signUp(page, aVisitor());
  const key = await createKey(page);
  for (const content of ["oldest", "middle", "newest"]) {
    await request.post("/v1/chat/completions", {
      headers: { authorization: `Bearer ${key}` },
      data: { model: "echo-v1", messages: [{ role: "user", content }] },
    });
  }
  await page.goto(`${base}/requests`);
  await expect(page.getByText("newest").first()).toBeVisible();
  await expect(page.getByText("oldest").first()).toBeVisible();

  // The list shows the answers too, so what tells the two pages apart is the way to the neighbours.
  const isOpen = async (content: string) => {
    await expect(page.getByRole("button", { name: "Older request" })).toBeVisible();
    await expect(page.getByText(`[ECHO] Received: ${content}`)).toBeVisible();
  };

  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await isOpen("newest");
  await page.keyboard.press("j");
  await isOpen("middle");
  await page.keyboard.press("k");
  await isOpen("newest");
  await page.keyboard.press("Escape");

  await expect(page).toHaveURL(/\/requests$/);
});
