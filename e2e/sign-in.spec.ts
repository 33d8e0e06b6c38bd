import { expect, fillSignIn, test } from "./support/journey";

test("a stranger is led to the sign-in and, once in, back to where they wanted to go", async ({ page }) => {
  await page.goto("/hierarchy");
  await expect(page).toHaveURL(/\/sign-in\?callbackUrl=/);
  await fillSignIn(page, "full.administrator", process.env.SCP_LAB_PASSWORD ?? "");
  await expect(page).toHaveURL(/\/hierarchy$/);
});

test("a wrong password is refused without telling whether the account exists", async ({ page }) => {
  await page.goto("/sign-in");
  await fillSignIn(page, "nobody.known", "wrong password 1");
  const refusal = page.getByRole("alert").filter({ hasText: /./ }).first();
  await expect(refusal).toBeVisible();
  const unknown = await refusal.innerText();
  await fillSignIn(page, "asset.manager", "wrong password 1");
  await expect(refusal).toHaveText(unknown);
});

test("ending the other sessions signs the other browser out", async ({ page, signIn, browser, baseURL }) => {
  const other = await browser.newContext({ baseURL });
  const otherPage = await other.newPage();
  await otherPage.goto("/sign-in");
  await fillSignIn(otherPage, "full.administrator", process.env.SCP_LAB_PASSWORD ?? "");
  await expect(otherPage).toHaveURL(/\/$/);

  await signIn("full.administrator");
  await page.goto("/account");
  await page.getByRole("button", { name: /other sessions/i }).click();
  const confirm = page.getByRole("dialog").getByRole("button", { name: /end/i });
  if (await confirm.isVisible().catch(() => false)) await confirm.click();
  await expect(async () => {
    await otherPage.goto("/updates");
    await expect(otherPage).toHaveURL(/sign-in/);
  }).toPass({ timeout: 30_000 });
  await other.close();
});
