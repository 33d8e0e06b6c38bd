import { beginWizard, signInOnPage } from "./support/azure";
import { expect, test } from "./support/journey";

// The lab's certificate comes from its own authority.
test.use({ ignoreHTTPSErrors: true });

test("an administrator signs in to Azure in a tab of its own, and the code that comes back stays in no address", async ({
  page,
  context,
  signIn,
}) => {
  await signIn("full.administrator");
  await beginWizard(page, { name: "By redirect", service: "Cloud Management" });
  await page.getByRole("button", { name: "Browse for a web app" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Create …" }).click();
  const dialog = page.getByRole("dialog", { name: "Create Server Application" });
  await dialog.getByRole("button", { name: "Sign in", exact: true }).click();
  const [tab] = await Promise.all([
    context.waitForEvent("page"),
    dialog.getByRole("link", { name: "Open the sign-in page" }).click(),
  ]);
  await signInOnPage(tab, "global.admin@fabrikam.com");
  await expect(tab.getByRole("heading", { name: "You are signed in" })).toBeVisible({ timeout: 60_000 });
  expect(new URL(tab.url()).search).toBe("");
  await expect(dialog.getByText(/^Signed in as/)).toBeVisible({ timeout: 60_000 });

  // What was entered is half-made: leaving asks.
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("link", { name: "Azure AD tenants" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Stay" }).click();
  await expect(page.getByRole("heading", { name: "App", exact: true })).toBeVisible();
  await page.getByRole("link", { name: "Azure AD tenants" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Leave" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Azure Active Directory Tenants");
});
