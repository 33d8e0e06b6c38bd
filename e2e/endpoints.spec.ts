import type { Page } from "@playwright/test";
import { startInterceptingProxy } from "@/lib/connectivity/testing/intercepting-proxy";
import { startProxy } from "@/lib/connectivity/testing/start-proxy";
import { expect, test } from "./support/journey";
import { openProductDatabase } from "./support/product-database";

// What a journey leaves behind would be in the way of the next.
test.afterEach(async () => {
  const database = await openProductDatabase();
  await database.db.execute("update site_system_proxies set enabled = false");
  await database.close();
});

test("a blocked endpoint is found and named, with its cure, until it can be reached", async ({
  page,
  signIn,
}) => {
  const proxy = await startProxy({ refuses: ["localhost"] });
  const address = `127.0.0.1:${proxy.port}`;
  await signIn("full.administrator");
  await goThrough(page, proxy.port);
  await page.getByRole("button", { name: "Test the proxy" }).click();
  const refusal = `The proxy ${address} refused the way to localhost (status 403).`;
  await expect(page.getByText(refusal).first()).toBeVisible({ timeout: 60_000 });

  await testNow(page);
  await expect(page.getByText(/\d endpoints? not reachable/)).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole("main").getByText(refusal).first()).toBeVisible();

  await page.goto("/components");
  await expect(page.getByRole("row").filter({ hasText: "SMS_SERVICE_CONNECTOR" })).toContainText("Critical");
  await page.goto("/alerts");
  await expect(page.getByText(/localhost\S* cannot be reached/).first()).toBeVisible();
  await page.locator('a[href^="/endpoints?endpoint="]').first().click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("listitem").filter({ hasText: "Proxy" })).toContainText(refusal);
  await expect(dialog.getByRole("link", { name: "Open the proxy settings of this server" })).toBeVisible();

  await goThrough(page, null);
  await testNow(page);
  await expect(page.getByText("Everything needed is reachable")).toBeVisible({ timeout: 60_000 });
  await page.goto("/alerts");
  const active = page.getByRole("region", { name: "Active", exact: true });
  await expect(active).toBeVisible();
  await expect(active.getByText(/localhost\S* cannot be reached/)).toHaveCount(0);
  await page.goto("/components");
  const rows = page.getByRole("row");
  await expect(rows.nth(1)).toBeVisible();
  await expect(rows.filter({ hasText: "SMS_SERVICE_CONNECTOR" }).filter({ hasText: "Critical" })).toHaveCount(
    0,
  );
  await proxy.close();
});

test("a proxy that inspects connections with an authority of its own is named", async ({ page, signIn }) => {
  const proxy = await startInterceptingProxy("Contoso Inspection CA");
  await signIn("full.administrator");
  await goThrough(page, proxy.port);
  await testNow(page);
  const main = page.getByRole("main");
  await expect(main.getByText("was issued by “Contoso Inspection CA”").first()).toBeVisible({
    timeout: 60_000,
  });
  await expect(main.getByText(proxy.fingerprint).first()).toBeVisible();

  await goThrough(page, null);
  await testNow(page);
  await expect(page.getByText("Everything needed is reachable")).toBeVisible({ timeout: 60_000 });
  await proxy.close();
});

/** The proxy of the server that holds the role; null: none. */
async function goThrough(page: Page, port: number | null): Promise<void> {
  await page.goto("/service-connection-point");
  await page.getByRole("tab", { name: "Proxy" }).click();
  await page.getByLabel("Use a proxy server when synchronizing").setChecked(port !== null);
  if (port !== null) {
    await page.getByLabel("Proxy server name").fill("127.0.0.1");
    await page.getByLabel("Port", { exact: true }).fill(String(port));
  }
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("The proxy is saved.").first()).toBeVisible();
}

async function testNow(page: Page): Promise<void> {
  await page.goto("/endpoints");
  await page.getByRole("button", { name: "Test now" }).click();
  await expect(page.getByText("The test was requested.").first()).toBeVisible();
}
