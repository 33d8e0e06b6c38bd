import { expect, packageRow, test } from "./support/journey";

const NEWEST = "Configuration Manager 1910";

test("a fresh start ends with the newest applicable update ready to install", async ({ page, signIn }) => {
  await signIn("full.administrator");
  await page.getByRole("link", { name: "Updates and Servicing" }).first().click();
  await expect(packageRow(page, NEWEST)).toContainText("Ready to install", { timeout: 120_000 });

  await page.getByRole("link", { name: NEWEST, exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(NEWEST);
  await page.getByRole("tab", { name: /Files/ }).click();
  const files = page.getByRole("table", { name: /files/i }).getByRole("row");
  await expect(files.filter({ hasText: "AdminConsole.msi" })).toContainText("Hash verified");
  await expect(files.filter({ hasText: "redist/sqlncli.msi" })).toContainText("Hash verified");

  await page.getByRole("tab", { name: /Log/ }).click();
  await expect(page.getByText(/EasySetupDownloadSinglePackage finishes downloading/)).toBeVisible();
  await expect(page.getByText(/is applicable/).first()).toBeVisible();
});

test("a package that does not apply says why not", async ({ page, signIn }) => {
  await signIn("full.administrator");
  await page.goto("/updates");
  await page.getByText("Show packages that do not apply").click();
  await page.getByRole("link", { name: "Configuration Manager 1910 Hotfix Rollup (KB4537079)" }).click();
  await page.getByRole("tab", { name: /Applicability/ }).click();
  await expect(page.getByText(/5\.00\.8913\.1000/).first()).toBeVisible();
});

test("an administrator downloads another package, pauses it, goes on, and cancels it", async ({
  page,
  signIn,
  lab,
}) => {
  const name = "Configuration Manager 1906 Hotfix Rollup (KB4517869)";
  await lab.switchOn({ fault: "slow", path: "/catalogue/targets/", bytesPerSecond: 400_000 });
  await signIn("full.administrator");
  await page.goto("/updates");
  await packageRow(page, name).getByRole("link", { name, exact: true }).click();
  await page.getByRole("button", { name: /^Download/ }).click();
  await expect(page.getByRole("progressbar").first()).toBeVisible();
  await page.getByRole("button", { name: /^Pause/ }).click();
  await page.getByRole("button", { name: /^Resume/ }).click();
  await expect(page.getByRole("button", { name: /^Pause/ })).toBeVisible();

  await page.getByRole("button", { name: /^Cancel download/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel download" }).click();
  await expect(page.getByText("Available to download").first()).toBeVisible();
  await expect(page.getByRole("button", { name: /^Download/ })).toBeVisible();
});
