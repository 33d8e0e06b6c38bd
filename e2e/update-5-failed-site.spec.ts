import { expect, packageRow, test } from "./support/journey";
import {
  blockFile,
  expectState,
  installByWizard,
  ROLLUP_1910,
  siteRow,
  upgradeSecondary,
  VERSION_1910,
} from "./support/servicing";

test("a site that fails keeps its old version, and follows when it is retried", async ({ page, signIn }) => {
  await signIn("full.administrator");
  // A hotfix of the new version is offered once no site is left on the old one.
  await upgradeSecondary(page, VERSION_1910);
  await page.goto("/updates");
  await expect(packageRow(page, ROLLUP_1910.name).getByText("Ready to install")).toBeVisible({
    timeout: 60_000,
  });

  const unblock = await blockFile("pri2.contoso.com", "bin/X64/setupcore.dll");
  try {
    await installByWizard(page, ROLLUP_1910);
    await expectState(page, "Failed to install");
    await page.goto(`/updates/${ROLLUP_1910.guid}?tab=sites`);
    await expect(siteRow(page, "CAS").getByText("Installed", { exact: true })).toBeVisible();
    await expect(siteRow(page, "PR2").getByText("Failed to install")).toBeVisible();
    await expect(siteRow(page, "PR2").getByText("5.00.8913.1000")).toBeVisible();
    await expect(siteRow(page, "PR1").getByText("Installed", { exact: true })).toBeVisible({
      timeout: 90_000,
    });
    await page.goto("/alerts");
    await expect(page.getByRole("main").getByText(ROLLUP_1910.name).first()).toBeVisible();
  } finally {
    await unblock();
  }

  await page.goto(`/updates/${ROLLUP_1910.guid}?tab=sites`);
  await page.getByRole("button", { name: "Retry at site PR2" }).click();
  await expectState(page, "Installed");
  await expect(siteRow(page, "PR2").getByText(ROLLUP_1910.fullVersion)).toBeVisible();
  await page.goto("/alerts");
  await expect(page.getByText("No active alerts").first()).toBeVisible();
});
