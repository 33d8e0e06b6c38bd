import { expect, test } from "./support/journey";
import { chooseAction, expectState, ROLLUP_1906, setRouteHours, siteRow } from "./support/servicing";

test("a package that is stuck on its way to a site is reset and begins anew", async ({ page, signIn }) => {
  await signIn("full.administrator");
  await setRouteHours(page, "PR1", false);
  await page.goto(`/updates/${ROLLUP_1906.guid}?tab=sites`);
  await chooseAction(page, ROLLUP_1906, "Run prerequisite check");
  await expectState(page, "Checking prerequisites");
  await expect(siteRow(page, "PR2").getByText("Stored and verified")).toBeVisible({ timeout: 60_000 });
  await expect(siteRow(page, "PR1").getByText("Waits for the hours of the route")).toBeVisible();
  await expect(siteRow(page, "PR1").getByText(/ behind CAS$/)).toBeVisible();

  await chooseAction(page, ROLLUP_1906, "Reset…");
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText("The verified download stays.", { exact: false })).toBeVisible();
  await dialog.getByRole("button", { name: "Reset", exact: true }).click();
  await expect(dialog).toBeHidden();
  // The run that was open begins again from the start, and is stuck at the same place until somebody opens it.
  await expect(siteRow(page, "PR2").getByRole("cell", { name: "2", exact: true })).toBeVisible({
    timeout: 60_000,
  });
  await expect(siteRow(page, "PR1").getByText("Stored and verified")).toBeHidden();

  await chooseAction(page, ROLLUP_1906, "Cancel…");
  await page.getByRole("dialog").getByRole("button", { name: "Cancel the run" }).click();
  await expectState(page, "Ready to install");

  await setRouteHours(page, "PR1", true);
  await page.goto(`/updates/${ROLLUP_1906.guid}`);
  await chooseAction(page, ROLLUP_1906, "Run prerequisite check");
  await expectState(page, "Prerequisite check passed");
});

test("who may only read sees why a reset is not his", async ({ page, signIn }) => {
  await signIn("readonly.analyst");
  await page.goto(`/updates/${ROLLUP_1906.guid}`);
  await page.getByRole("button", { name: `More actions for ${ROLLUP_1906.name}` }).click();
  await expect(page.getByRole("menuitem", { name: "Reset…" })).toBeDisabled();
});
