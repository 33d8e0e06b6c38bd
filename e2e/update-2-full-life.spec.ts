import { expect, test } from "./support/journey";
import { expectState, installByWizard, ROLLUP_1906, siteRow } from "./support/servicing";

test("an update goes its whole way: to every site, through the check, top-level site first", async ({
  page,
  signIn,
}) => {
  await signIn("full.administrator");
  await installByWizard(page, ROLLUP_1906);
  await expectState(page, "Installed");

  await page.goto(`/updates/${ROLLUP_1906.guid}?tab=sites`);
  for (const site of ["CAS", "PR1", "PR2"]) {
    await expect(siteRow(page, site).getByText("Installed", { exact: true })).toBeVisible();
    await expect(siteRow(page, site).getByText(ROLLUP_1906.fullVersion)).toBeVisible();
  }

  await page.goto(`/updates/${ROLLUP_1906.guid}?tab=prerequisites`);
  await expect(page.getByText("Everything passed")).toBeVisible();

  await page.goto(`/updates/${ROLLUP_1906.guid}?tab=status`);
  await page.getByLabel("Site", { exact: true }).selectOption("PR1");
  await page.getByRole("link", { name: "Log lines of “Install the files” in cmupdate.log" }).click();
  await expect(page.getByRole("main").getByText(/INFO: Installed bin\/X64\/setupcore\.dll/)).toBeVisible();

  await page.goto("/hierarchy");
  await expect(page.getByText(ROLLUP_1906.fullVersion).first()).toBeVisible();
});

test("the flow can be read as a table", async ({ page, signIn }) => {
  await signIn("full.administrator");
  await page.goto("/updates/flow?flow=install");
  await page.getByRole("button", { name: "Show as a table" }).click();
  await expect(page.getByRole("table").getByText("SMS_DESPOOLER").first()).toBeVisible();
});
