import { expect, packageRow, test } from "./support/journey";

test.use({ locale: "de-DE", timezoneId: "Europe/Berlin" });

test("a German browser gets a German portal, in the product's German words", async ({ page, signIn }) => {
  await signIn("full.administrator");
  await expect(page.locator("html")).toHaveAttribute("lang", "de");
  await page.getByRole("link", { name: "Updates und Wartung" }).first().click();
  await expect(page.getByRole("button", { name: "Auf Updates prüfen" })).toBeVisible();
  await expect(packageRow(page, "Configuration Manager 1910")).toContainText("Installationsbereit", {
    timeout: 120_000,
  });
  await page.goto("/service-connection-point");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Dienstverbindungspunkt");
  await expect(page.getByText("Offline, Verbindung bei Bedarf").first()).toBeVisible();
});
