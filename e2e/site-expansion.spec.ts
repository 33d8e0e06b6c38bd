import type { Page } from "@playwright/test";
import { expect, fillSignIn, test } from "./support/journey";
import { OwnProduct } from "./support/own-product";

const PASSWORD = "a long walk in autumn";

let product: OwnProduct;
test.beforeAll(async () => {
  test.setTimeout(200_000);
  product = await OwnProduct.startEmpty({
    SCP_SETUP_ACTION: "InstallPrimarySite",
    SCP_SETUP_SITE_CODE: "PR1",
    SCP_SETUP_SITE_NAME: "Contoso One",
    SCP_SETUP_SITE_SERVER: "pri01.contoso.com",
    SCP_SETUP_USER_NAME: "anna",
    SCP_SETUP_PASSWORD: PASSWORD,
    SCP_SETUP_CLOUD_CONNECTOR: "1",
    SCP_SETUP_CLOUD_CONNECTOR_SERVER: "pri01.contoso.com",
    SCP_SETUP_USE_PROXY: "0",
    SCP_SETUP_MODE: "Offline",
  });
});
test.afterAll(() => product?.remove());

async function next(page: Page, title: string): Promise<void> {
  await page.getByRole("button", { name: "Next" }).click();
  await expect(page.getByRole("heading", { level: 2, name: title })).toBeVisible();
}

test("a stand-alone primary site joins a new central administration site, which gets the role", async ({
  page,
}) => {
  await page.goto(`${product.url}/sign-in`);
  await fillSignIn(page, "anna", PASSWORD);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Overview");

  await page.goto(`${product.url}/hierarchy/servers/new`);
  await page.getByLabel("Name (FQDN)").fill("cas01.contoso.com");
  await next(page, "System role selection");
  await next(page, "Summary");
  await page.getByRole("button", { name: "Create the server" }).click();
  await expect(page.getByText("was created")).toBeVisible();

  await page.goto(`${product.url}/hierarchy`);
  await page.getByRole("link", { name: "Expand the site" }).click();
  await expect(page.locator('[data-precondition][data-passed="false"]')).toHaveCount(0);
  await next(page, "New site");
  await page.getByLabel("Site code").fill("CAS");
  await page.getByLabel("Site name").fill("Contoso Central");
  await next(page, "Site server");
  const target = page.getByRole("radio", { name: "cas01.contoso.com" });
  await expect(target).toBeEnabled({ timeout: 60_000 });
  await target.check({ force: true });
  await expect(page.getByText("The server meets what the role needs")).toBeVisible({ timeout: 30_000 });
  await next(page, "Summary");
  await page.getByLabel("Type PR1 to confirm").fill("PR1");
  await page.getByRole("button", { name: "Expand the site" }).click();
  await expect(
    page.getByText("The site is expanded: cas01.contoso.com holds the service connection point"),
  ).toBeVisible({ timeout: 90_000 });
  await expect(page.getByText("No point failed")).toBeVisible();

  await page.goto(`${product.url}/hierarchy`);
  await expect(page.getByText("Contoso Central")).toBeVisible();
  await expect(page.getByRole("link", { name: "Expand the site" })).toHaveCount(0);
});
