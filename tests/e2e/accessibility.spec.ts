import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { aVisitor, createKey, signUp } from "./visitor";

async function expectNoViolations(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
}

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme });

    test("every page passes axe and fits a phone", async ({ page, request }) => {
      for (const path of ["/sign-in", "/sign-up", "/no-such-page"]) {
        await page.goto(path);
        await expectNoViolations(page);
      }
      const { base } = await signUp(page, aVisitor());
      const key = await createKey(page);
      await expectNoViolations(page);
      const call = await request.post("/v1/chat/completions", {
        headers: { authorization: `Bearer ${key}` },
        data: { model: "echo-v1", messages: [{ role: "user", content: "Hello" }] },
      });
      const id = call.headers()["x-prysm-request-id"];
      await expect(page.getByRole("link", { name: "Open your first trace" })).toBeVisible();

      for (const path of ["requests", `requests/${id}`, "keys", "settings/providers"]) {
        await page.goto(`${base}/${path}`);
        await expect(page.getByRole("heading").first()).toBeVisible();
        await expectNoViolations(page);
        await page.setViewportSize({ width: 390, height: 844 });
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - window.innerWidth,
        );
        expect(overflow).toBeLessThanOrEqual(0);
        await page.setViewportSize({ width: 1280, height: 800 });
      }
    });
  });
}
