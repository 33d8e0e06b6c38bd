import { expect, packageRow, test } from "./support/journey";

test("a read-only analyst sees everything and can touch nothing", async ({ page, signIn }) => {
  await signIn("readonly.analyst");

  await page.goto("/updates");
  const check = page.getByRole("button", { name: "Check for updates" });
  await expect(check).toHaveAttribute("aria-disabled", "true");
  await check.focus();
  await expect(page.getByRole("tooltip")).toContainText("Full Administrator");
  await expect(packageRow(page, "Configuration Manager 1910")).toBeVisible();

  await page.goto("/service-connection-point");
  await expect(page.getByRole("radio", { name: /^Offline/ })).toBeDisabled();

  await page.goto("/usage-data");
  for (const name of ["Collect now", "Upload now", "Preview now"]) {
    await expect(page.getByRole("button", { name })).toHaveAttribute("aria-disabled", "true");
  }
  await page.getByRole("tab", { name: "Level" }).click();
  await expect(page.getByRole("radio", { name: "Full" })).toBeDisabled();

  await page.goto("/components/service-manager?component=SMS_DMP_DOWNLOADER");
  await expect(page.getByRole("button", { name: "Query", exact: true })).not.toHaveAttribute("aria-disabled");
  await expect(page.getByRole("button", { name: "Stop", exact: true })).toHaveAttribute(
    "aria-disabled",
    "true",
  );
});
