import {
  APP_WITH_EXPIRED_SECRET,
  beginWizard,
  CLIENT_APP,
  connectionRow,
  fillImport,
  finishWizard,
  labApp,
  SERVER_APP,
} from "./support/azure";
import { inspect } from "./support/inspect";
import { expect, test } from "./support/journey";

test("Cloud Management is connected with imported apps, after a wrong and an expired secret were refused at their field", async ({
  page,
  signIn,
}) => {
  const server = await labApp("Contoso", SERVER_APP);
  const expired = await labApp("Contoso", APP_WITH_EXPIRED_SECRET);
  const client = await labApp("Contoso", CLIENT_APP);
  await signIn("full.administrator");
  await beginWizard(page, { name: "Contoso", service: "Cloud Management" });

  await page.getByRole("button", { name: "Browse for a web app" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Import …" }).click();
  const dialog = page.getByRole("dialog", { name: "Import apps" });
  await fillImport(dialog, server, { secret: "abc8Q~not-the-secret-of-this-app-0000000" });
  await dialog.getByRole("button", { name: "Verify" }).click();
  await expect(dialog.getByLabel("Secret Key", { exact: true })).toHaveAccessibleDescription(
    /not one of the app/,
    { timeout: 60_000 },
  );

  await fillImport(dialog, expired, { secret: expired.secrets[1]?.secret });
  await dialog.getByRole("button", { name: "Verify" }).click();
  await expect(dialog.getByLabel("Secret Key", { exact: true })).toHaveAccessibleDescription(/has expired/, {
    timeout: 60_000,
  });

  await fillImport(dialog, server);
  await dialog.getByRole("button", { name: "Verify" }).click();
  await expect(dialog.getByText("Successfully verified!")).toBeVisible({ timeout: 60_000 });
  await expect(dialog.getByLabel("Secret Key", { exact: true })).toHaveValue("");
  await dialog.getByLabel("Application Name").fill("Contoso server");
  await expect(dialog.getByText("Successfully verified!")).toBeHidden();
  await expect(dialog.getByRole("button", { name: "OK" })).toBeDisabled();

  await fillImport(dialog, server, { name: "Contoso server" });
  await dialog.getByRole("button", { name: "Verify" }).click();
  await expect(dialog.getByText("Successfully verified!")).toBeVisible({ timeout: 60_000 });
  await dialog.getByRole("button", { name: "OK" }).click();
  await page.getByRole("dialog", { name: "Server app" }).getByRole("button", { name: "OK" }).click();
  await expect(page.getByRole("region", { name: "Web app" })).toContainText(server.clientId);

  await page.getByRole("button", { name: "Browse for a native client app" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Import …" }).click();
  await dialog.getByLabel("Application Name").fill("Contoso client");
  await dialog.getByLabel("Client ID").fill(client.clientId);
  await dialog.getByRole("button", { name: "Verify" }).click();
  await expect(dialog.getByText("Successfully verified!")).toBeVisible({ timeout: 60_000 });
  await dialog.getByRole("button", { name: "OK" }).click();
  await page.getByRole("dialog", { name: "Client app" }).getByRole("button", { name: "OK" }).click();

  await page.getByRole("button", { name: "Next" }).click();
  await expect(page.getByRole("heading", { name: "Summary" })).toBeVisible();
  await expect(page.getByText(client.clientId)).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("heading", { name: "App", exact: true })).toBeVisible();
  await expect(page.getByRole("region", { name: "Web app" })).toContainText(server.clientId);
  await finishWizard(page, "Contoso");

  await page.getByRole("link", { name: "Show all connections" }).click();
  await expect(connectionRow(page, "Contoso")).toContainText("Connected");
  await page.getByRole("button", { name: "Test Contoso" }).click();
  await expect(page.getByText("Contoso works", { exact: true })).toBeVisible({ timeout: 60_000 });

  // Their addresses carry ids, and before a connection there is nothing on them to look at.
  await inspect(page, "/azure-services");
  await page.getByRole("link", { name: "Contoso", exact: true }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Contoso" })).toBeVisible();
  await inspect(page, "a connection");
  await page.goto("/tenants");
  await inspect(page, "/tenants");
  await page.getByRole("link", { name: "Contoso", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Contoso" })).toBeVisible();
  await inspect(page, "a tenant");
});
