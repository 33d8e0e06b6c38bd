import { createHash } from "node:crypto";
import { globSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Page } from "@playwright/test";
import { expect, test } from "./support/journey";
import { dataDir } from "./support/lab-cloud";

const sha256 = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");

/** The value beside a label of the document on screen. */
const fact = (page: Page, label: string) =>
  page
    .getByRole("main")
    .locator("dt", { hasText: new RegExp(`^${label}$`) })
    .locator("xpath=following-sibling::dd[1]");

/** Downloads the document on screen in one of the formats of its menu. */
async function download(page: Page, format: RegExp): Promise<Buffer> {
  await page.getByRole("button", { name: "Download", exact: true }).click();
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("menuitem", { name: format }).click(),
  ]);
  return readFile(await file.path());
}

async function changeLevel(page: Page, level: "Enhanced" | "Full"): Promise<void> {
  await page.goto("/usage-data?tab=level");
  const choice = page.getByRole("radio", { name: level });
  if (await choice.isChecked()) return;
  // The card around it is the label, and takes the click.
  await choice.check({ force: true });
  await page.getByRole("button", { name: "Change the level …" }).click();
  const dialog = page.getByRole("dialog", { name: `Change the level to ${level}?` });
  await expect(dialog.getByText("The change is audited.")).toBeVisible();
  await dialog.getByRole("button", { name: `Change to ${level}` }).click();
  await expect(dialog).toBeHidden();
}

test("what is previewed is sent, byte by byte, and can be taken along", async ({ page, signIn }) => {
  await signIn("full.administrator");
  await page.goto("/usage-data");
  await page.getByRole("button", { name: "Preview now" }).click();
  await expect(page.getByRole("heading", { name: "This would leave" })).toBeVisible();
  await expect(fact(page, "Checked")).toHaveText("What you see has these hashes");
  const previewed = (await fact(page, "SHA-256 of what travels").locator("code").textContent()) ?? "";

  await page.getByRole("button", { name: /^B-03/ }).click();
  await expect(
    page.getByRole("dialog").getByRole("region", { name: "Value in this document" }),
  ).toContainText('"fullVersion": "5.00.8');
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: "Exact document" }).click();
  for (const name of ["contoso", "scp01"]) {
    await page.getByRole("searchbox", { name: "Find in the document" }).fill(name);
    await expect(page.getByText(`“${name}” is not in the document`)).toBeVisible();
  }

  await page.getByRole("button", { name: "Send exactly this" }).click();
  await expect(page.getByRole("heading", { name: "This has left" })).toBeVisible();
  await expect(fact(page, "Service")).toHaveText("Received exactly these bytes");
  await expect(fact(page, "SHA-256 of what travels")).toContainText(previewed);
  // The service stores a batch under its hash, below a folder of the hierarchy.
  const [received = ""] = globSync(path.join(dataDir(), "lab-cloud", "usage-data", "*", previewed, "body"));
  expect(sha256(await readFile(received))).toBe(previewed);

  expect(sha256(await download(page, /Exactly what travels/))).toBe(previewed);
  const table = (await download(page, /As a table/)).toString();
  expect(table).toMatch(/^\uFEFFitem,level,section,outcome,path,value\r\nB-/);
  // Cells that a spreadsheet would run: only numbers may begin with a sign.
  expect(table.match(/(?<=^|,)"?[=+@-](?!\d)[^,\r\n]*/gm)).toBeNull();
});

test("a changed level asks, and the next collection is the first that uses it", async ({ page, signIn }) => {
  await signIn("full.administrator");
  await changeLevel(page, "Full");
  await expect(page.getByText("takes effect with the next collection").first()).toBeVisible();

  await page.getByRole("button", { name: "Collect now" }).click();
  await page.getByRole("tab", { name: "What will leave" }).click();
  await expect(fact(page, "Level")).toHaveText("Full");
  await expect(page.getByRole("heading", { name: "This has left" })).toBeVisible();

  await page.getByRole("button", { name: "Compare", exact: true }).click();
  const changed = page.getByRole("button", { name: /^B-10 .* Changed$/ });
  await changed.click();
  const row = page.getByRole("table", { name: "Changes of B-10" }).getByRole("row", { name: /^level / });
  await expect(row).toContainText('"enhanced"');
  await expect(row).toContainText('"full"');

  await changeLevel(page, "Enhanced");
  await page.getByRole("tab", { name: "History" }).click();
  await page.getByRole("row").filter({ hasText: "Received" }).first().getByRole("button").click();
  const receipt = page.getByRole("dialog").getByRole("region", { name: "Receipt of the service" });
  await expect(receipt).toContainText("The service received exactly the bytes that were collected.");
});
