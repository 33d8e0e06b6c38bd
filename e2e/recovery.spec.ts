import { inspect } from "./support/inspect";
import { expect, fillSignIn, labPassword, test } from "./support/journey";
import { newestBackup, OwnProduct } from "./support/own-product";

const PASSPHRASE = "seven words that nobody here would guess";

test("a site is recovered from its backup into an empty folder, and its checklist says what is left", async ({
  page,
  browser,
  signIn,
}) => {
  test.setTimeout(420_000);
  await signIn("full.administrator");
  await page.goto("/backup");
  await page.getByRole("button", { name: /^(Set passphrase|New passphrase)$/ }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Passphrase", { exact: true }).fill(PASSPHRASE);
  await dialog.getByLabel("Passphrase again").fill(PASSPHRASE);
  await dialog.getByRole("button", { name: "Set passphrase" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText("Fingerprint")).toBeVisible();

  await page.getByRole("button", { name: "Run now" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Run now" }).click();
  const backup = page.getByRole("row").filter({ hasText: /Keys of \d+ server/ });
  await expect(backup).toBeVisible({ timeout: 90_000 });
  await backup.getByRole("button", { name: "Verify" }).click();
  await expect(backup.getByText("Intact")).toBeVisible({ timeout: 60_000 });

  const recovered = await OwnProduct.prepare();
  try {
    const said = await recovered.restore(await newestBackup("cas01.contoso.com", "CAS"), PASSPHRASE);
    expect(said).toContain("Site CAS is recovered");
    expect(said).not.toContain(PASSPHRASE);
    await recovered.serve();
    // A browser of its own: cookies do not tell ports apart.
    const context = await browser.newContext({ baseURL: recovered.url });
    const there = await context.newPage();
    await there.goto("/sign-in");
    await fillSignIn(there, "full.administrator", labPassword());
    await expect(there.getByText("Site CAS was recovered from a backup")).toBeVisible();
    await there.getByRole("link", { name: "Open checklist" }).click();
    await expect(there.getByRole("heading", { level: 1 })).toHaveText("After-recovery checklist");
    const point = (title: string) => there.getByRole("listitem").filter({ hasText: title });
    await expect(there.getByText("Keys came back of")).toBeVisible();
    await expect(there.getByText(/cas01\.contoso\.com/).first()).toBeVisible();
    await expect(point("A new backup").getByText("Open", { exact: true })).toBeVisible();
    await point("The lost machine stays off").getByRole("button", { name: "Mark as done" }).click();
    await expect(point("The lost machine stays off")).toContainText("Marked as done by full.administrator");
    await inspect(there, "/backup/recovery");
    await there.getByRole("button", { name: "Close checklist" }).click();
    await there.getByRole("dialog").getByRole("button", { name: "Close checklist" }).click();
    await expect(there.getByText("The checklist is closed", { exact: true })).toBeVisible();
    await there.goto("/");
    await expect(there.getByRole("heading", { level: 1 })).toHaveText("Overview");
    await expect(there.getByText("Site CAS was recovered from a backup")).toHaveCount(0);
    await context.close();
  } finally {
    await recovered.remove();
  }
});
