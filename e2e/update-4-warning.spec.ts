import { expect, test } from "./support/journey";
import { expectState, installByWizard, leaveBacklog, siteRow, VERSION_1910 } from "./support/servicing";

test("a warning stops the installation until somebody decides, and the decision is obeyed", async ({
  page,
  signIn,
}) => {
  await signIn("full.administrator");
  const takeAway = await leaveBacklog("pri1.contoso.com");
  try {
    await installByWizard(page, VERSION_1910);
    await expectState(page, "Prerequisite check passed with warning");
    await expect(
      page.getByText(/installation stopped because of warnings|so the installation/).first(),
    ).toBeVisible();
    await page.goto(`/updates/${VERSION_1910.guid}?tab=prerequisites`);
    await expect(
      page.getByRole("row").filter({ hasText: "PR1" }).getByText("Backlogged inboxes"),
    ).toBeVisible();

    await page.goto("/");
    await expect(page.getByRole("main").getByText(VERSION_1910.name).first()).toBeVisible();

    // Checked again, the cause is still there: a retry ignores nothing.
    await page.goto(`/updates/${VERSION_1910.guid}?tab=sites`);
    await page.getByRole("button", { name: "Check again" }).click();
    await expect(siteRow(page, "PR1").getByRole("cell", { name: "2", exact: true })).toBeVisible();
    await expectState(page, "Prerequisite check passed with warning");

    await page.getByRole("button", { name: "Ignore and install…" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Ignore and install", exact: true }).click();
    await expectState(page, "Installed");
  } finally {
    await takeAway();
  }
});
