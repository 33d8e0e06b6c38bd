import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Browser, Locator, Page } from "@playwright/test";
import { z } from "zod";
import { dataDir } from "./lab-cloud";

const labAzure = z.object({
  users: z.array(z.object({ userPrincipalName: z.string(), password: z.string() })),
  apps: z.array(
    z.object({
      tenant: z.string(),
      tenantId: z.string(),
      displayName: z.string(),
      clientId: z.string(),
      appIdUri: z.string().nullable(),
      secrets: z.array(z.object({ secret: z.string(), expires: z.string() })),
    }),
  ),
});

export type LabApp = z.infer<typeof labAzure>["apps"][number];

export const SERVER_APP = "ConfigMgr Server App";
export const APP_WITHOUT_CONSENT = "ConfigMgr Server App without consent";
export const APP_WITH_EXPIRED_SECRET = "ConfigMgr Server App with an expired secret";
export const CLIENT_APP = "ConfigMgr Client App";

const readLab = async () =>
  labAzure.parse(JSON.parse(await readFile(path.join(dataDir(), "lab-azure-accounts.json"), "utf8")));

/** An app of the lab's Azure AD, with its secrets in clear. */
export async function labApp(tenant: "Contoso" | "Fabrikam", displayName: string): Promise<LabApp> {
  const { apps } = await readLab();
  const app = apps.find((one) => one.tenant === tenant && one.displayName === displayName);
  if (!app) throw new Error(`The lab has no app ${displayName} in ${tenant}`);
  return app;
}

/** Fills *Import apps* for a web app; the expiry is what the Azure portal would show. */
export async function fillImport(
  dialog: Locator,
  app: LabApp,
  { secret = app.secrets[0]?.secret ?? "", name = app.displayName } = {},
): Promise<void> {
  await dialog.getByLabel("Azure AD Tenant Name").fill(app.tenant);
  await dialog.getByLabel("Azure AD Tenant ID").fill(app.tenantId);
  await dialog.getByLabel("Application Name").fill(name);
  await dialog.getByLabel("Client ID").fill(app.clientId);
  await dialog.getByLabel("Secret Key", { exact: true }).fill(secret);
  await dialog.getByLabel("Secret Key Expiry").fill((app.secrets[0]?.expires ?? "").slice(0, 10));
  await dialog.getByLabel("App ID URI").fill(app.appIdUri ?? "");
}

/** Signs an administrator in to Azure with the code that `dialog` shows, in a browser of his own. */
export async function signInWithCode(
  browser: Browser,
  dialog: Locator,
  userPrincipalName: string,
): Promise<void> {
  const code = (await dialog.getByLabel("Code", { exact: true }).textContent()) ?? "";
  const href = await dialog.getByRole("link", { name: "Open the sign-in page" }).getAttribute("href");
  // The lab's certificate comes from its own authority; only the product has to verify that.
  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  const page = await context.newPage();
  await page.goto(href ?? "");
  await page.getByLabel("Code").fill(code);
  await page.getByRole("button", { name: "Next" }).click();
  await signInOnPage(page, userPrincipalName);
  await context.close();
}

/** Signs in on the page of the lab's Azure AD. */
export async function signInOnPage(page: Page, userPrincipalName: string): Promise<void> {
  const { users } = await readLab();
  const user = users.find((one) => one.userPrincipalName === userPrincipalName);
  if (!user) throw new Error(`The lab knows nobody called ${userPrincipalName}`);
  await page.getByLabel("User name").fill(user.userPrincipalName);
  await page.getByLabel("Password").fill(user.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await acceptIfAsked(page);
}

/** The first sign-in of a tenant asks for consent; who may gives it for everybody, so that others can sign in after him. */
async function acceptIfAsked(page: Page): Promise<void> {
  const accept = page.getByRole("button", { name: "Accept" });
  const signedIn = page.getByText(/signed in/i);
  await accept.or(signedIn).first().waitFor();
  if (await accept.isVisible()) {
    const forAll = page.getByLabel("Consent on behalf of your organization");
    if (await forAll.isVisible()) await forAll.check();
    await accept.click();
    await signedIn.first().waitFor();
  }
}

/** Goes through the first page of the Azure Services wizard and chooses the lab's cloud on the second. */
export async function beginWizard(page: Page, { name, service }: { name: string; service: string }) {
  await page.goto("/azure-services/new");
  // By its role: while the page streams in, a hidden copy of the field may be there as well.
  await page.getByRole("textbox", { name: "Name", exact: true }).fill(name);
  // The card around it is the label, and takes the click.
  await page.getByRole("radio", { name: new RegExp(`^${service}`) }).check({ force: true });
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByRole("radio", { name: /^Lab/ }).check({ force: true });
}

/** From the summary to the completion. */
export async function finishWizard(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByRole("button", { name: "Connect", exact: true }).click();
  await page.getByRole("heading", { name: `${name} is connected` }).waitFor({ timeout: 60_000 });
}

/** The row of a connection. */
export const connectionRow = (page: Page, name: string): Locator =>
  page.getByRole("row").filter({ has: page.getByRole("link", { name, exact: true }) });
