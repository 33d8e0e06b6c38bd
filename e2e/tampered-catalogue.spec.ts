import type { Page } from "@playwright/test";
import { expect, packageRow, test } from "./support/journey";
import type { FaultInput } from "./support/lab-cloud";

const HOTFIX = "Configuration Manager 1906 Hotfix Rollup (KB4517869)";

const SPOILED_CATALOGUES: { title: string; fault: FaultInput; says: RegExp }[] = [
  { title: "an expired catalogue", fault: { fault: "expired-timestamp" }, says: /expired/i },
  { title: "a rolled back catalogue", fault: { fault: "rolled-back-metadata" }, says: /older|rolled back/i },
  {
    title: "a manifest with a flipped byte",
    fault: { fault: "flip-byte", target: "manifest.json", offset: 40 },
    says: /hash|changed|does not match/i,
  },
];

for (const { title, fault, says } of SPOILED_CATALOGUES) {
  test(`${title} is refused with its name, an alert is raised, and the packages stay as they were`, async ({
    page,
    signIn,
    lab,
  }) => {
    await signIn("full.administrator");
    await page.goto("/updates");
    await expect(packageRow(page, HOTFIX)).toBeVisible();
    const before = await states(page);
    await lab.switchOn(fault);
    await page.getByRole("button", { name: "Check for updates" }).click();
    await expect(page.getByText("The last check failed")).toBeVisible({ timeout: 30_000 });
    await expect(page.getByRole("main").getByText(says).first()).toBeVisible();
    expect(await states(page)).toEqual(before);

    await page.goto("/alerts");
    await expect(page.getByRole("main").getByText(says).first()).toBeVisible();

    await lab.clear();
    await page.goto("/updates");
    await page.getByRole("button", { name: "Check for updates" }).click();
    await expect(page.getByText("The last check failed")).toBeHidden({ timeout: 30_000 });
    await page.goto("/alerts");
    await expect(page.getByText("No active alerts").first()).toBeVisible();
  });
}

/** The state shown for each package, by its name. */
async function states(page: Page): Promise<string[]> {
  const badges = page.getByRole("table", { name: "Update packages" }).getByRole("row");
  return badges.evaluateAll((rows) =>
    rows.map((row) =>
      [...row.querySelectorAll("td")]
        .slice(0, 2)
        .map((cell) => cell.innerText)
        .join(" | "),
    ),
  );
}
