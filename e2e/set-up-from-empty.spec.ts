import type { Page } from "@playwright/test";
import { inspect } from "./support/inspect";
import { expect, fillSignIn, test } from "./support/journey";
import { OwnProduct } from "./support/own-product";

const PASSWORD = "a long walk in autumn";

let product: OwnProduct;
test.beforeAll(async () => {
  test.setTimeout(200_000);
  product = await OwnProduct.startEmpty();
});
test.afterAll(() => product?.remove());

const next = (page: Page) => page.getByRole("button", { name: "Next" }).click();
const onPage = (page: Page, title: string) =>
  expect(page.getByRole("heading", { level: 2, name: title })).toBeVisible();

async function proveCode(page: Page): Promise<void> {
  await page.goto(`${product.url}/setup`);
  await page.getByLabel("Set-up code").fill(await product.setupCode());
  await next(page);
  await onPage(page, "Site and Installation Settings");
}

/** Everything as the first page of settings up to the check. */
async function enterSettings(page: Page, siteCode: string): Promise<void> {
  await page.getByRole("radio", { name: "Central administration site" }).check({ force: true });
  await page.getByLabel("Site code").fill(siteCode);
  await page.getByLabel("Site name").fill("Contoso Central");
  await page.getByLabel("Site server (FQDN)").fill("cas01.contoso.com");
  await next(page);
  await page.getByLabel("User name").fill("anna");
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByLabel("Password once more").fill(PASSWORD);
  await next(page);
  await onPage(page, "Usage Data");
  await next(page);
  await onPage(page, "Service Connection Point Setup");
}

test("from an empty start to a site whose service connection point runs", async ({ page, browser }) => {
  await test.step("every page leads to Setup, which asks for the code", async () => {
    await page.goto(`${product.url}/updates`);
    await expect(page).toHaveURL(/\/setup$/);
    await page.getByLabel("Set-up code").fill("AAAAA-AAAAA-AAAAA-AAAAA");
    await next(page);
    await expect(page.getByText("This is not the set-up code.")).toBeVisible();
    await inspect(page, "/setup");
  });

  await test.step("in German, on a small screen in the dark", async () => {
    const german = await browser.newPage({
      locale: "de-DE",
      colorScheme: "dark",
      viewport: { width: 390, height: 844 },
    });
    await german.goto(product.url);
    await expect(german.getByRole("heading", { level: 1 })).toHaveText("Setup von Configuration Manager");
    await german.getByLabel("Einrichtungscode").fill(await product.setupCode());
    await german.getByRole("button", { name: "Weiter" }).click();
    await german.getByRole("button", { name: "Weiter" }).click();
    await expect(german.getByText("Ein Standortcode hat drei Zeichen", { exact: false })).toBeVisible();
    await inspect(german, "/setup, German");
    await german.close();
  });

  await test.step("what is entered is judged where it stands", async () => {
    await proveCode(page);
    await page.getByLabel("Site code").fill("SMS");
    await next(page);
    await expect(page.getByText("This site code is reserved")).toBeVisible();
    await inspect(page, "/setup?step=site");
    await enterSettings(page, "CAS");
    await page.getByLabel("Server of the role").fill("scp01.contoso.com");
    await inspect(page, "/setup?step=connector");
    await next(page);
    await expect(page.getByText("anna, Full Administrator (All)")).toBeVisible();
    await next(page);
    await expect(page.getByText("All prerequisites are met", { exact: false })).toBeVisible();
    await inspect(page, "/setup?step=check");
  });

  const rival = await browser.newPage();
  await test.step("a second browser comes as far", async () => {
    await proveCode(rival);
    await enterSettings(rival, "XYZ");
    await next(rival);
    await onPage(rival, "Settings Summary");
    await next(rival);
    await expect(rival.getByText("All prerequisites are met", { exact: false })).toBeVisible();
  });

  await test.step("one installs the site, the other is told", async () => {
    await page.getByRole("button", { name: "Begin Install" }).click();
    await onPage(page, "Site CAS (Contoso Central) is installed");
    await inspect(page, "/setup, installed");
    await rival.getByRole("button", { name: "Begin Install" }).click();
    await expect(rival.getByText("The hierarchy has been set up meanwhile")).toBeVisible();
    await rival.goto(`${product.url}/setup`);
    await expect(rival).toHaveURL(/\/sign-in$/);
    await rival.close();
  });

  await test.step("the administrator signs in, and the role runs without a restart", async () => {
    await page.getByRole("link", { name: "To the sign-in" }).click();
    await fillSignIn(page, "anna", PASSWORD);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Overview");
    await page.goto(`${product.url}/service-connection-point`);
    await expect(page.getByText("scp01.contoso.com").first()).toBeVisible();
    await expect(page.getByRole("definition").filter({ hasText: /^Online$/ })).toHaveCount(2, {
      timeout: 60_000,
    });
  });
});
