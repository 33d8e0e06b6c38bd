import { expect, test } from "./support/journey";
import { ROLLUP_1906, upgradeSecondary } from "./support/servicing";

test("a secondary site waits for somebody, and is then brought to the version of its parent", async ({
  page,
  signIn,
}) => {
  await signIn("infrastructure.administrator");
  await page.goto("/hierarchy/SE1");
  await expect(page.getByRole("main").getByText("(5.00.8853.1000)").first()).toBeVisible();
  await upgradeSecondary(page, ROLLUP_1906);
});
