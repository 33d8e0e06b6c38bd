import { configureMode, expect, restartDownloader, test } from "./support/journey";

// The journeys share one hierarchy; the others expect it online.
test.afterEach(async ({ page }) => {
  await configureMode(page, "online");
  await restartDownloader(page);
  await page.goto("/updates");
  await expect(page.getByRole("button", { name: "Check for updates" })).not.toHaveAttribute("aria-disabled");
});

test("a change of mode is pending until SMS_DMP_DOWNLOADER restarts; offline, a check is refused", async ({
  page,
  signIn,
}) => {
  await signIn("full.administrator");
  await configureMode(page, "offline");
  await expect(page.getByText("Restart pending").first()).toBeVisible();
  await expect(page.getByText("Offline mode is configured, but does not run yet")).toBeVisible();

  await page.goto("/updates");
  await expect(page.getByRole("button", { name: "Check for updates" })).not.toHaveAttribute("aria-disabled");

  await restartDownloader(page);
  await page.goto("/service-connection-point");
  await expect(page.getByText("Restart pending")).toHaveCount(0);
  await page.goto("/updates");
  const check = page.getByRole("button", { name: "Check for updates" });
  await expect(check).toHaveAttribute("aria-disabled", "true");
  await check.focus();
  await expect(page.getByRole("tooltip")).toContainText("offline mode and never connects");
});
