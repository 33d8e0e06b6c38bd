import { OUT_OF_BAND, writeHotfixArchive } from "./support/hotfix";
import { expect, packageRow, test } from "./support/journey";
import { chooseAction, damageStoredContent, expectState } from "./support/servicing";

test("a hotfix beside the catalogue is imported, is ready without a download, and its content is deleted", async ({
  page,
  signIn,
}) => {
  await signIn("full.administrator");
  await page.goto("/updates/import");
  await page.getByLabel("Choose a file", { exact: true }).setInputFiles(await writeHotfixArchive());
  const imported = page.getByRole("row").filter({ hasText: "KB4552430" });
  await expect(imported.getByText("Imported", { exact: true })).toBeVisible({ timeout: 30_000 });
  await imported.getByRole("link", { name: OUT_OF_BAND.name }).click();
  await expectState(page, "Ready to install");

  await chooseAction(page, OUT_OF_BAND, "Delete content…");
  await page.getByRole("dialog").getByRole("button", { name: "Delete content", exact: true }).click();
  await expect(page.getByText("Content deleted")).toBeVisible();
  await page.goto("/updates");
  await expect(packageRow(page, OUT_OF_BAND.name)).toBeHidden();
});

test("what is damaged in a site's content library is found and repaired by pieces", async ({
  page,
  signIn,
}) => {
  await signIn("full.administrator");
  await damageStoredContent("pri1.contoso.com");
  await page.goto("/hierarchy/PR1?tab=content");
  const validate = page.getByRole("button", { name: /^Validate .*, now$/ });
  const newest = page.getByRole("row").filter({ has: validate }).first();
  await newest.getByRole("button", { name: /^Validate .*, now$/ }).click();
  await newest.getByRole("link", { name: /^Lines of distmgr\.log/ }).click();
  await expect(
    page
      .getByRole("main")
      .getByText(/is repaired, pieces: 1$/)
      .first(),
  ).toBeVisible({ timeout: 30_000 });
});

test("a pre-release feature needs the consent first, and is then turned on", async ({ page, signIn }) => {
  await signIn("full.administrator");
  await page.goto("/updates/features");
  const feature = page.getByRole("row").filter({ hasText: "Task sequence debugger" });
  await expect(feature.getByRole("button")).toHaveAttribute("aria-disabled", "true");
  const dialog = page.getByRole("dialog");

  await page.getByRole("button", { name: "Consent …" }).click();
  await dialog.getByRole("checkbox").check();
  await dialog.getByRole("button", { name: "Consent", exact: true }).click();
  await expect(page.getByText("Consent to pre-release features given by full.administrator")).toBeVisible();

  await feature.getByRole("button").click();
  await dialog.getByRole("checkbox").check();
  await dialog.getByRole("button", { name: "Turn on", exact: true }).click();
  await expect(feature.getByText("On", { exact: true })).toBeVisible({ timeout: 30_000 });
});
