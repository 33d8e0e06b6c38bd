import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Page } from "@playwright/test";
import { labInstallDir } from "@/lib/lab/lab-machines";
import { expect, packageRow, test } from "./support/journey";
import { dataDir, type FaultInput } from "./support/lab-cloud";

const HOTFIX = "Configuration Manager 1906 Hotfix Rollup (KB4517869)";
const HOTFIX_GUID = "4ad9ce3f-df11-45a9-8471-0ca30fe763dc";

const SPOILED_CATALOGUES: { title: string; fault: FaultInput; says: RegExp }[] = [
  {
    title: "an expired catalogue",
    fault: { fault: "expired-timestamp" },
    says: /update catalogue has expired/,
  },
  {
    title: "a rolled back catalogue",
    fault: { fault: "rolled-back-metadata" },
    says: /older than the one already trusted/,
  },
  {
    title: "a manifest with a flipped byte",
    fault: { fault: "flip-byte", target: "manifest.json", offset: 40 },
    says: /another content than its signature says/,
  },
];

for (const { title, fault, says } of SPOILED_CATALOGUES) {
  test(`${title} is refused with its name, an alert is raised, and the packages stay as they were`, async ({
    page,
    signIn,
    lab,
  }) => {
    await signIn("full.administrator");
    await page.goto("/updates");
    await expect(packageRow(page, HOTFIX)).toBeVisible();
    const before = await states(page);
    await lab.switchOn(fault);
    await page.getByRole("button", { name: "Check for updates" }).click();
    await expect(page.getByText("The last check failed")).toBeVisible({ timeout: 30_000 });
    await expect(page.getByRole("main").getByText(says).first()).toBeVisible();
    expect(await states(page)).toEqual(before);

    await page.goto("/alerts");
    await expect(page.getByRole("main").getByText(says).first()).toBeVisible();

    await lab.clear();
    await page.goto("/updates");
    await page.getByRole("button", { name: "Check for updates" }).click();
    await expect(page.getByText("The last check failed")).toBeHidden({ timeout: 30_000 });
    await page.goto("/alerts");
    await expect(page.getByText("No active alerts").first()).toBeVisible();
  });
}

// All spoil the same small file: the others are verified by the first attempt and not fetched again.
const SPOILED_PAYLOADS: { title: string; fault: FaultInput; says: RegExp }[] = [
  {
    title: "a payload with a flipped byte",
    fault: { fault: "flip-byte", target: `${HOTFIX_GUID}/SMSSetup/install.map`, offset: 100 },
    says: /is not what the publisher signed/,
  },
  {
    title: "a truncated payload",
    fault: { fault: "truncate", target: `${HOTFIX_GUID}/SMSSetup/install.map`, bytes: 200 },
    says: /incomplete there or was swapped/,
  },
  {
    title: "a payload swapped for another",
    fault: {
      fault: "swap-targets",
      target: `${HOTFIX_GUID}/SMSSetup/install.map`,
      with: `${HOTFIX_GUID}/SMSSetup/update.map.zip`,
    },
    says: /incomplete there or was swapped|is not what the publisher signed/,
  },
];

for (const { title, fault, says } of SPOILED_PAYLOADS) {
  test(`${title} is refused with its name and never becomes ready`, async ({ page, signIn, lab }) => {
    await signIn("full.administrator");
    await lab.switchOn(fault);
    const before = await failedDownloads();
    await page.goto(`/updates/${HOTFIX_GUID}`);
    await page.getByRole("button", { name: /^Download/ }).click();
    // The page still shows the failure before, until this one has happened.
    await expect.poll(failedDownloads, { timeout: 90_000 }).toBe(before + 1);
    await expect(page.getByText("Failed to download").first()).toBeVisible();
    await expect(page.getByRole("main").getByText(says).first()).toBeVisible();
    await page.goto("/alerts");
    await expect(page.getByRole("main").getByText(says).first()).toBeVisible();
  });
}

test("what was refused can be downloaded again when the cause is gone", async ({ page, signIn }) => {
  await signIn("full.administrator");
  await page.goto(`/updates/${HOTFIX_GUID}`);
  await page.getByRole("button", { name: /^Download/ }).click();
  await expect(page.getByText("Ready to install").first()).toBeVisible({ timeout: 60_000 });
  await page.goto("/alerts");
  await expect(page.getByText("No active alerts").first()).toBeVisible();
});

/** How often the log tells that the download of the hotfix failed. */
async function failedDownloads(): Promise<number> {
  const log = path.join(labInstallDir(dataDir(), "scp01.contoso.com"), "Logs", "dmpdownloader.log");
  const failure = `Failed to download package ${HOTFIX_GUID.toUpperCase()}`;
  return (await readFile(log, "utf8")).split(failure).length - 1;
}

/** The state shown for each package, by its name. */
async function states(page: Page): Promise<string[]> {
  const badges = page.getByRole("table", { name: "Update packages" }).getByRole("row");
  return badges.evaluateAll((rows) =>
    rows.map((row) =>
      [...row.querySelectorAll("td")]
        .slice(0, 2)
        .map((cell) => cell.textContent)
        .join(" | "),
    ),
  );
}
