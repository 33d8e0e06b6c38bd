import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "./support/journey";

const PAGES = [
  "/",
  "/updates",
  "/updates/history",
  "/updates/ffb4a53d-7ee7-494d-b483-332cb954eef2",
  "/updates/ffb4a53d-7ee7-494d-b483-332cb954eef2?tab=files",
  "/updates/ffb4a53d-7ee7-494d-b483-332cb954eef2?tab=applicability",
  "/updates/ffb4a53d-7ee7-494d-b483-332cb954eef2?tab=log",
  "/service-connection-point",
  "/components",
  "/components/service-manager",
  "/hierarchy",
  "/alerts",
  "/account",
  "/help",
];

for (const colorScheme of ["light", "dark"] as const) {
  for (const width of [1440, 390]) {
    test(`no page violates WCAG 2.2 AA or scrolls sideways, ${colorScheme}, ${width} px`, async ({
      page,
      signIn,
    }) => {
      test.setTimeout(180_000);
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.goto("/sign-in");
      await inspect(page, "/sign-in");
      await signIn("full.administrator");
      for (const path of PAGES) {
        await page.goto(path);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        await inspect(page, path);
      }
    });
  }
}

async function inspect(page: import("@playwright/test").Page, path: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
    .analyze();
  const found = violations.map((v) => `${path}: ${v.id} ${v.nodes.map((n) => n.target).join(", ")}`);
  expect.soft(found).toEqual([]);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect.soft(overflow, `${path} scrolls sideways`).toBeLessThanOrEqual(0);
}
