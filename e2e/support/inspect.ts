import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** The page that is shown: no violation of WCAG 2.2 AA, and nothing of it beside the window. */
export async function inspect(page: Page, path: string): Promise<void> {
  // Between two pages there is none for a moment.
  await expect(page, `${path} has a title`).toHaveTitle(/./);
  const { violations } = await new AxeBuilder({ page })
    // Counts the violations only, in the page itself: no page has frames of another origin.
    .setLegacyMode()
    .options({ resultTypes: ["violations"] })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
    .analyze();
  const found = violations.map((v) => `${path}: ${v.id} ${v.nodes.map((n) => n.target).join(", ")}`);
  expect.soft(found).toEqual([]);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect.soft(overflow, `${path} scrolls sideways`).toBeLessThanOrEqual(0);
}
