import type { Page } from "@playwright/test";
import { beginWizard, connectionRow, finishWizard, signInWithCode } from "./support/azure";
import { expect, test } from "./support/journey";

/** The services beside Cloud Management whose app the product can create; of each there can be one. */
const SERVICES = [
  { service: "Microsoft Store", name: "Store by a created app", app: "Created for the store" },
  { service: "Desktop Analytics", name: "Analytics by a created app", app: "Created for analytics" },
] as const;

test("Store for Business and Desktop Analytics are connected with apps that the product creates", async ({
  page,
  browser,
  signIn,
}) => {
  await signIn("full.administrator");
  for (const { service } of SERVICES) await deleteConnectionWith(page, service);

  for (const { service, name, app } of SERVICES) {
    await beginWizard(page, { name, service });
    await page.getByRole("button", { name: "Browse for a web app" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Create …" }).click();
    const form = page.getByRole("dialog", { name: "Create Server Application" });
    await form.getByLabel("Application Name").fill(app);
    await form.getByRole("button", { name: "Sign in on another device" }).click();
    await signInWithCode(browser, form, "global.admin@contoso.com");
    await expect(form.getByLabel("Azure AD Tenant Name")).toHaveValue(/Contoso/, { timeout: 60_000 });
    const uri = form.getByLabel("App ID URI");
    // What is offered is the same for each service of the tenant, which takes it once.
    await expect(uri).toHaveValue(/^api:\/\/[0-9a-f-]{36}\/ConfigMgrService$/);
    await uri.fill((await uri.inputValue()).replace(/ConfigMgrService$/, app.replaceAll(" ", "")));
    await form.getByRole("button", { name: "Create", exact: true }).click();
    await expect(form.getByText("The app is created")).toBeVisible({ timeout: 90_000 });
    await form.getByRole("button", { name: "OK" }).click();
    await page.getByRole("dialog", { name: "Server app" }).getByRole("button", { name: "OK" }).click();
    await expect(page.getByRole("region", { name: "Web app" })).toContainText(app);
    await finishWizard(page, name);
  }
  await page.goto("/azure-services");
  for (const { name } of SERVICES) await expect(connectionRow(page, name)).toContainText("Connected");
});

/** Another journey may have connected the one that there can be. */
async function deleteConnectionWith(page: Page, service: string): Promise<void> {
  await page.goto("/azure-services");
  await expect(page.getByRole("heading", { level: 1, name: "Azure Services" })).toBeVisible();
  const row = page.getByRole("row").filter({ has: page.getByRole("cell", { name: new RegExp(service) }) });
  if ((await row.count()) === 0) return;
  await row.getByRole("link").first().click();
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByRole("button", { name: "Show connections" }).click();
  await expect(row).toHaveCount(0);
}
