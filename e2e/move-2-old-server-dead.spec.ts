import type { Browser, Page } from "@playwright/test";
import { beginWizard, fillImport, finishWizard, labApp, SERVER_APP, signInWithCode } from "./support/azure";
import { expect, test } from "./support/journey";
import { holderOfRole, holdMachine } from "./support/machines";

const HOLDER = "scp01.contoso.com";
const OTHER = "scp02.contoso.com";
const APP = "Contoso server";

// Other journeys find the role where it was, whatever became of this one.
test.afterEach(async ({ page }) => {
  if ((await holderOfRole()) === OTHER) await moveBack(page);
});

test("the role moves away from a server that is gone; its secret keys are renewed, and the checklist turns green", async ({
  page,
  browser,
  signIn,
}) => {
  await signIn("full.administrator");
  await connectContoso(page);
  const goOn = await holdMachine(HOLDER);
  try {
    await page.goto("/service-connection-point/move");
    await page.getByRole("radio", { name: /^Recovery/ }).check({ force: true });
    await page.getByRole("button", { name: "Next" }).click();
    await page.getByRole("radio", { name: OTHER }).check({ force: true });
    await passTarget(page);
    await expect(page.getByText(`${HOLDER} does not answer`)).toBeVisible({ timeout: 30_000 });
    await page.getByRole("button", { name: "Next" }).click();
    await page.getByLabel(`Type ${HOLDER} to confirm that it is given up`).fill(HOLDER);
    await page.getByRole("button", { name: "Move the role" }).click();
    await expect(page.getByText(`${OTHER} holds the service connection point`)).toBeVisible({
      timeout: 90_000,
    });
  } finally {
    goOn();
  }

  const point = page.locator('[data-check^="secret-key:"]').filter({ hasText: `${APP} in Contoso` });
  await expect(point).toContainText("The new server cannot read it.");
  await page.getByRole("link", { name: "Renew secret keys" }).click();
  await renewAllOfContoso(page, browser);
  await page.getByRole("link", { name: "Back to the change" }).click();

  await page.getByRole("button", { name: "Check all again" }).click();
  await expect(point).toHaveAttribute("data-state", "passed", { timeout: 60_000 });
  await expectAllOfContosoToPass(page);

  // The server that comes back knows that the role is elsewhere, and can get it again.
  await moveBack(page);
  await expectAllOfContosoToPass(page);
});

/** Every secret key, and the connections that work with them. */
async function expectAllOfContosoToPass(page: Page): Promise<void> {
  const keys = page.locator('[data-check^="secret-key:"]').filter({ hasText: "in Contoso" });
  const connections = page
    .locator('[data-check^="azure-service:"]')
    .filter({ hasText: /Contoso|by a created app/ });
  for (const points of [keys, connections]) {
    const count = await points.count();
    expect(count).toBeGreaterThan(0);
    await expect(points.and(page.locator('[data-state="passed"]'))).toHaveCount(count, { timeout: 60_000 });
  }
}

/** The apps that were imported and those that the product created; keys of another tenant are not what this is about. */
async function renewAllOfContoso(page: Page, browser: Browser): Promise<void> {
  const contoso = page.getByRole("region", { name: /^Contoso/ });
  await expect(contoso.getByRole("checkbox", { name: new RegExp(`^${APP}`) })).toBeVisible();
  for (const box of await page.getByRole("checkbox").all()) await box.uncheck();
  const own = await contoso.getByRole("checkbox").all();
  for (const box of own) await box.check();
  const { secrets } = await labApp("Contoso", SERVER_APP);
  await contoso.getByLabel("Secret Key", { exact: true }).fill(secrets[0]?.secret ?? "");
  await contoso.getByLabel("Secret Key Expiry").fill((secrets[0]?.expires ?? "").slice(0, 10));
  const signIn = contoso.getByRole("button", { name: "Sign in on another device" });
  if (await signIn.isVisible()) {
    await signIn.click();
    await signInWithCode(browser, contoso, "global.admin@contoso.com");
    await expect(contoso.getByText(/^Signed in as/)).toBeVisible({ timeout: 60_000 });
  }
  await page.getByRole("button", { name: /^Renew( \d keys?)?$/ }).click();
  await expect(page.getByText(new RegExp(`^${own.length} of ${own.length} keys? done$`))).toBeVisible({
    timeout: 120_000,
  });
  await expect(page.getByText("Every key is renewed and proved.")).toBeVisible();
}

async function moveBack(page: Page): Promise<void> {
  await page.goto("/service-connection-point/move");
  await page.getByRole("radio", { name: /^High availability/ }).check({ force: true });
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByRole("radio", { name: HOLDER }).check({ force: true });
  await passTarget(page);
  await expect(page.getByText(`${OTHER} answers`)).toBeVisible();
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByLabel(`Type ${OTHER} to confirm`).fill(OTHER);
  await page.getByRole("button", { name: "Move the role" }).click();
  await expect(page.getByText(`${HOLDER} holds the service connection point`)).toBeVisible({
    timeout: 60_000,
  });
}

/** What the server found the last time stands there until it has looked again. */
async function passTarget(page: Page): Promise<void> {
  await expect(async () => {
    await page.getByRole("button", { name: "Next" }).click();
    await expect(page.getByRole("heading", { level: 2, name: "Before you move" })).toBeVisible({
      timeout: 2_000,
    });
  }).toPass({ timeout: 60_000 });
}

/** Another journey may have done it. */
async function connectContoso(page: Page): Promise<void> {
  await page.goto("/tenants");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  if (await page.getByRole("link", { name: "Contoso", exact: true }).isVisible()) return;
  await beginWizard(page, { name: "Contoso Store", service: "Microsoft Store for Business" });
  await page.getByRole("button", { name: "Browse for a web app" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Import …" }).click();
  const dialog = page.getByRole("dialog", { name: "Import apps" });
  await fillImport(dialog, await labApp("Contoso", SERVER_APP), { name: APP });
  await dialog.getByRole("button", { name: "Verify" }).click();
  await expect(dialog.getByText("Successfully verified!")).toBeVisible({ timeout: 60_000 });
  await dialog.getByRole("button", { name: "OK" }).click();
  await page.getByRole("dialog", { name: "Server app" }).getByRole("button", { name: "OK" }).click();
  await finishWizard(page, "Contoso Store");
}
