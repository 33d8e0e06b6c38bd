import {
  APP_WITHOUT_CONSENT,
  beginWizard,
  connectionRow,
  fillImport,
  finishWizard,
  labApp,
  SERVER_APP,
} from "./support/azure";
import { expect, test } from "./support/journey";

test("the services of one tenant are connected with one imported app, and what may exist once is offered once", async ({
  page,
  signIn,
}) => {
  const app = await labApp("Fabrikam", SERVER_APP);
  await signIn("full.administrator");

  // Log Analytics offers no creation: its button leads to the import at once.
  await beginWizard(page, { name: "Fabrikam workspace", service: "Log Analytics" });
  await page.getByRole("button", { name: /a web app$/ }).click();
  await importIfNeeded();
  await finishWizard(page, "Fabrikam workspace");

  for (const { name, service } of [
    { name: "Fabrikam store", service: "Microsoft Store" },
    { name: "Fabrikam analytics", service: "Desktop Analytics" },
  ]) {
    await beginWizard(page, { name, service });
    await page.getByRole("button", { name: "Browse for a web app" }).click();
    const list = page.getByRole("dialog", { name: "Server app" });
    await list.getByRole("radio", { name: "Fabrikam server" }).check({ force: true });
    await list.getByRole("button", { name: "OK" }).click();
    await finishWizard(page, name);
  }

  await page.goto("/azure-services/new");
  await expect(page.getByRole("radio", { name: /^Microsoft Store/ })).toBeDisabled();
  await expect(page.getByText("There can be one only, and Fabrikam store is it.")).toBeVisible();
  await page.goto("/azure-services");
  for (const name of ["Fabrikam workspace", "Fabrikam store", "Fabrikam analytics"])
    await expect(connectionRow(page, name)).toContainText("Connected");

  async function importIfNeeded() {
    const list = page.getByRole("dialog", { name: "Server app" });
    const form = page.getByRole("dialog", { name: "Import apps" });
    await list.or(form).waitFor();
    if (await list.isVisible()) await list.getByRole("button", { name: "Import …" }).click();
    await expect(form.getByRole("button", { name: "Create …" })).toBeHidden();
    await fillImport(form, app, { name: "Fabrikam server" });
    await form.getByRole("button", { name: "Verify" }).click();
    await expect(form.getByText("Successfully verified!")).toBeVisible({ timeout: 60_000 });
    await form.getByRole("button", { name: "OK" }).click();
    await list.getByRole("button", { name: "OK" }).click();
  }
});

test("an app without consent is not connected: the progress names the permission, and undoing leaves nothing", async ({
  page,
  signIn,
}) => {
  const app = await labApp("Fabrikam", APP_WITHOUT_CONSENT);
  await signIn("full.administrator");
  await page.goto("/azure-services");
  await connectionRow(page, "Fabrikam analytics")
    .getByRole("link", { name: "Fabrikam analytics", exact: true })
    .click();
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete", exact: true }).click();
  const deleted = page.getByRole("dialog", { name: "Fabrikam analytics is deleted" });
  await expect(deleted).toContainText("is still registered in Azure AD");
  await deleted.getByRole("button", { name: "Show connections" }).click();

  await beginWizard(page, { name: "Without consent", service: "Desktop Analytics" });
  await page.getByRole("button", { name: "Browse for a web app" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Import …" }).click();
  const form = page.getByRole("dialog", { name: "Import apps" });
  await fillImport(form, app, { name: "Fabrikam without consent" });
  await form.getByRole("button", { name: "Verify" }).click();
  await expect(form.getByText("Successfully verified!")).toBeVisible({ timeout: 60_000 });
  await form.getByRole("button", { name: "OK" }).click();
  await page.getByRole("dialog", { name: "Server app" }).getByRole("button", { name: "OK" }).click();
  await expect(page.getByRole("region", { name: "Web app" })).toContainText("Consent missing");
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByRole("button", { name: "Connect", exact: true }).click();
  await expect(page.getByText("It stopped at a step")).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText(/CmCollectionData/).first()).toBeVisible();
  await page.getByRole("button", { name: "Undo everything" }).click();
  await expect(page.getByText("Nothing of the connection is left.")).toBeVisible({ timeout: 60_000 });
  await page.goto("/azure-services");
  await expect(connectionRow(page, "Without consent")).toHaveCount(0);
});
