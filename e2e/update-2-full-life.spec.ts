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

  await page.goto(`/updates/${ROLLUP_1906.guid}?tab=status&site=CAS`);
  for (const phase of [
    "Download",
    "Replication",
    "Prerequisites Check",
    "Installation",
    "Post Installation",
  ]) {
    await expect(page.getByRole("list", { name: phase, exact: true })).toBeVisible();
  }
  await page.getByLabel("Site", { exact: true }).selectOption("PR1");
  await page.getByRole("link", { name: "Log lines of “Install the files” in cmupdate.log" }).click();
  await expect(page.getByRole("main").getByText(/INFO: Installed bin\/X64\/setupcore\.dll/)).toBeVisible();

  await page.goto("/hierarchy");
  await expect(page.getByText(ROLLUP_1906.fullVersion).first()).toBeVisible();
});

test("the flow can be read as a table, with the log line of each step", async ({ page, signIn }) => {
  await signIn("full.administrator");
  await page.goto(`/updates/flow?flow=install&package=${ROLLUP_1906.guid}`);
  await expect(page.getByRole("button", { name: /^Done .*PR2/ })).toBeVisible();
  await page.getByRole("button", { name: "Show as a table" }).click();
  const send = page.getByRole("row").filter({ hasText: "SMS_LAN_SENDER" });
  await expect(send).toContainText("Sending completed");
});

test("the history tells who asked for what, and how it ended", async ({ page, signIn }) => {
  await signIn("readonly.analyst");
  await page.goto("/updates/history?search=KB4517869");
  const runs = page.getByRole("row").filter({ hasText: ROLLUP_1906.name });
  await expect(runs.filter({ hasText: "Prerequisite check passed" })).toHaveCount(1);
  await expect(runs.filter({ hasText: "Installed" })).toContainText("full.administrator");
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export all entries as CSV" }).click();
  expect((await download).suggestedFilename()).toBe("servicing-history.csv");
});
