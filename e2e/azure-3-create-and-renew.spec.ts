import { beginWizard, connectionRow, finishWizard, signInWithCode } from "./support/azure";
import { expect, test } from "./support/journey";

const NAME = "Fabrikam management";

test("Cloud Management is connected with apps that an administrator of the tenant lets the product create", async ({
  page,
  browser,
  signIn,
}) => {
  await signIn("full.administrator");
  await beginWizard(page, { name: NAME, service: "Cloud Management" });

  await page.getByRole("button", { name: "Browse for a web app" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Create …" }).click();
  const server = page.getByRole("dialog", { name: "Create Server Application" });
  await server.getByLabel("Application Name").fill("Fabrikam created");
  await server.getByLabel("Secret Key validity period").selectOption("2 years");
  await expect(server.getByRole("button", { name: "Create", exact: true })).toBeDisabled();
  await server.getByRole("button", { name: "Sign in on another device" }).click();
  await signInWithCode(browser, server, "global.admin@fabrikam.com");
  await expect(server.getByLabel("Azure AD Tenant Name")).toHaveValue(/Fabrikam/, { timeout: 60_000 });
  const uri = server.getByLabel("App ID URI");
  await expect(uri).toHaveValue(/^api:\/\/[0-9a-f-]{36}\/ConfigMgrService$/);
  const ofTenant = await uri.inputValue();

  // Azure AD takes the documented default no more: no retry helps, the form does.
  await uri.fill("https://ConfigMgrService");
  await server.getByRole("button", { name: "Create", exact: true }).click();
  await server.getByRole("button", { name: "Undo and correct" }).click({ timeout: 60_000 });
  await expect(uri).toHaveAttribute("aria-invalid", "true", { timeout: 60_000 });
  await expect(server.getByLabel("Application Name")).toHaveValue("Fabrikam created");
  await uri.fill(ofTenant.replace(/ConfigMgrService$/, "FabrikamCreated"));
  await server.getByRole("button", { name: "Sign in on another device" }).click();
  await signInWithCode(browser, server, "global.admin@fabrikam.com");
  await expect(server.getByText(/^Signed in as/)).toBeVisible({ timeout: 60_000 });
  await server.getByRole("button", { name: "Create", exact: true }).click();
  await expect(server.getByText("The app is created")).toBeVisible({ timeout: 90_000 });
  await server.getByRole("button", { name: "OK" }).click();
  await page.getByRole("dialog", { name: "Server app" }).getByRole("button", { name: "OK" }).click();
  await expect(page.getByRole("region", { name: "Web app" })).toContainText("Fabrikam created");

  await page.getByRole("button", { name: "Browse for a native client app" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Create …" }).click();
  const client = page.getByRole("dialog", { name: "Create Client Application" });
  await client.getByLabel("Application Name").fill("Fabrikam created client");
  await client.getByRole("button", { name: "Sign in on another device" }).click();
  await signInWithCode(browser, client, "global.admin@fabrikam.com");
  await expect(client.getByText(/^Signed in as/)).toBeVisible({ timeout: 60_000 });
  await client.getByRole("button", { name: "Create", exact: true }).click();
  await expect(client.getByText("The app is created")).toBeVisible({ timeout: 90_000 });
  await client.getByRole("button", { name: "OK" }).click();
  await page.getByRole("dialog", { name: "Client app" }).getByRole("button", { name: "OK" }).click();

  await finishWizard(page, NAME);
});

test("the secret key of a created app is renewed by whoever may, and its service works on", async ({
  page,
  browser,
  signIn,
}) => {
  await signIn("full.administrator");
  await page.goto("/tenants");
  await page.getByRole("link", { name: /^Fabrikam/ }).click();
  const card = page.getByRole("region", { name: "Fabrikam created", exact: true });

  await card.getByRole("button", { name: "Renew Secret Key" }).click();
  const dialog = page.getByRole("dialog", { name: "Renew the secret key of Fabrikam created" });
  await dialog.getByRole("button", { name: "Sign in on another device" }).click();
  await signInWithCode(browser, dialog, "user@fabrikam.com");
  await expect(dialog.getByText(/^Signed in as/)).toBeVisible({ timeout: 60_000 });
  await dialog.getByRole("button", { name: "Renew", exact: true }).click();
  await expect(dialog.getByText(/may not renew the secret key/)).toBeVisible({ timeout: 60_000 });
  await expect(dialog.getByText(/global\.admin@fabrikam\.com/)).toBeVisible();
  await dialog.getByRole("button", { name: "Close", exact: true }).first().click();

  await card.getByRole("button", { name: "Renew Secret Key" }).click();
  await dialog.getByRole("button", { name: "Sign in on another device" }).click();
  await signInWithCode(browser, dialog, "app.admin@fabrikam.com");
  await expect(dialog.getByText(/^Signed in as/)).toBeVisible({ timeout: 60_000 });
  await dialog.getByRole("button", { name: "Renew", exact: true }).click();
  await expect(dialog.getByText("The secret key is renewed")).toBeVisible({ timeout: 120_000 });
  await dialog.getByRole("button", { name: "Close", exact: true }).first().click();
  await page.goto("/azure-services");
  await expect(connectionRow(page, NAME)).toContainText("Connected");
});
