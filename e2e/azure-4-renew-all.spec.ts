import { labApp, SERVER_APP, signInWithCode } from "./support/azure";
import { expect, test } from "./support/journey";

test("the keys of two tenants are renewed together: one sign-in for created apps, a new key for an imported one", async ({
  page,
  browser,
  signIn,
}) => {
  const imported = await labApp("Contoso", SERVER_APP);
  await signIn("full.administrator");
  await page.goto("/tenants");
  await page.getByRole("link", { name: "Renew all secret keys" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Renew secret keys");
  const start = page.getByRole("button", { name: /^Renew( \d keys?)?$/ });
  await expect(start).toBeDisabled();

  await page.getByRole("checkbox", { name: /^Contoso server/ }).check();
  await page.getByRole("checkbox", { name: /^Fabrikam created/ }).check();
  const fabrikam = page.getByRole("region", { name: /^Fabrikam/ });
  await fabrikam.getByRole("button", { name: "Sign in on another device" }).click();
  await signInWithCode(browser, fabrikam, "app.admin@fabrikam.com");
  await expect(fabrikam.getByText(/^Signed in as/)).toBeVisible({ timeout: 60_000 });
  await expect(start).toBeDisabled();

  const contoso = page.getByRole("region", { name: /^Contoso/ });
  await contoso.getByLabel("Secret Key", { exact: true }).fill("too short");
  await contoso.getByLabel("Secret Key Expiry").fill((imported.secrets[0]?.expires ?? "").slice(0, 10));
  await start.click();
  await expect(contoso.getByLabel("Secret Key", { exact: true })).toHaveAccessibleDescription(
    /cannot be a secret key/,
  );
  await contoso.getByLabel("Secret Key", { exact: true }).fill(imported.secrets[0]?.secret ?? "");
  await start.click();

  await expect(page.getByText("2 of 2 keys done")).toBeVisible({ timeout: 150_000 });
  await expect(page.getByText("Every key is renewed and proved.")).toBeVisible();
  await page.reload();
  await expect(page.getByText("2 of 2 keys done")).toBeVisible();
});
