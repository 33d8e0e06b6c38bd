import { expect, test } from "./support/journey";
import { ROLLUP_1906 } from "./support/servicing";

test("a secondary site waits for somebody, and is then brought to the version of its parent", async ({
  page,
  signIn,
}) => {
  await signIn("infrastructure.administrator");
  await page.goto("/hierarchy/SE1");
  await expect(page.getByText(/5\.00\.8853\.1000/).first()).toBeVisible();
  await page.getByRole("button", { name: "Upgrade …" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText("A secondary site is never upgraded by itself.")).toBeVisible();
  await dialog.getByRole("button", { name: "Upgrade", exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(
    page.getByText(new RegExp(ROLLUP_1906.fullVersion.replaceAll(".", "\\."))).first(),
  ).toBeVisible({
    timeout: 120_000,
  });
  await expect(page.getByText("Active", { exact: true }).first()).toBeVisible({ timeout: 60_000 });
});
