import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Page } from "@playwright/test";
import { labInstallDir } from "@/lib/lab/lab-machines";
import { expect, test } from "./support/journey";
import { dataDir } from "./support/lab-cloud";

const HOLDER = "scp01.contoso.com";
const OTHER = "scp02.contoso.com";

test("the role is removed, refused by a server that cannot hold it, and installed there once that is mended", async ({
  page,
  signIn,
}) => {
  await signIn("full.administrator");

  await test.step("the removal says first what stops working, and wants the server's name", async () => {
    await page.goto("/service-connection-point");
    await page.getByRole("button", { name: "Remove role" }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByRole("list", { name: "What depends on the role" })).toContainText(
      "Check for updates",
    );
    await expect(dialog.getByRole("button", { name: "Remove role" })).toHaveAttribute(
      "aria-disabled",
      "true",
    );
    await confirmRemoval(page, HOLDER);
    await page.goto("/");
    await expect(page.getByText("Install the service connection point")).toBeVisible();
  });

  await test.step("a server whose folder cannot be written to does not get it", async () => {
    const payload = path.join(labInstallDir(dataDir(), OTHER), "EasySetupPayload");
    await rm(payload, { recursive: true, force: true });
    await mkdir(path.dirname(payload), { recursive: true });
    await writeFile(payload, "in the way of the folder");
    await chooseServer(page, OTHER);
    await expect(page.getByText("1 requirement is not met")).toBeVisible();
    const unmet = page.locator('[data-requirement="write-access"]');
    await expect(unmet).toContainText("EasySetupPayload");
    await expect(unmet).toContainText("What to do:");
    await page.getByRole("button", { name: "Next" }).click();
    await expect(page.getByText("The server must answer and meet every requirement")).toBeVisible();

    await rm(payload);
    await page.getByRole("button", { name: "Run check" }).click();
    await expect(page.getByText("The server meets what the role needs")).toBeVisible();
  });

  await test.step("once that is mended it does, and checks for updates", async () => {
    await finishInstallation(page, OTHER);
    await page.goto("/service-connection-point");
    await expect(page.getByText(`Held by ${OTHER}`)).toBeVisible();
    await checkForUpdates(page, OTHER);
  });

  await test.step("its files reach the site server with the installation account", async () => {
    await page.goto("/hierarchy/servers");
    await page.getByRole("link", { name: OTHER }).click();
    await page.getByRole("tab", { name: "Installation account" }).click();
    await page.getByRole("button", { name: "Set the account" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("User name").fill("CONTOSO\\scp-install");
    await dialog.getByLabel("Password").fill("a password of the journey");
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(dialog).toBeHidden();
    await page.getByRole("button", { name: "Run test transfer" }).click();
    await expect(page.getByText("The transfer works")).toBeVisible();
    await expect(page.getByText("1 MB", { exact: true })).toBeVisible();
    await expect(page.getByText("CONTOSO\\scp-install").first()).toBeVisible();
    await page.getByRole("button", { name: "Use the certificate alone" }).click();
    await expect(page.getByText("None set.")).toBeVisible();
  });

  await test.step("the journeys after this one find it where it was", async () => {
    await page.goto("/service-connection-point");
    await page.getByRole("button", { name: "Remove role" }).click();
    await confirmRemoval(page, OTHER);
    await chooseServer(page, HOLDER);
    await expect(page.getByText("The server meets what the role needs")).toBeVisible();
    await finishInstallation(page, HOLDER);
    await checkForUpdates(page, HOLDER);
  });
});

async function confirmRemoval(page: Page, server: string): Promise<void> {
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(`Type ${server} to confirm`).fill(server);
  await dialog.getByRole("button", { name: "Remove role" }).click();
  await expect(page.getByRole("link", { name: "Install the role" })).toBeVisible({ timeout: 60_000 });
  // Until the last of its steps is done no other change begins.
  await expect(page.getByRole("list", { name: "Steps" })).toHaveCount(0, { timeout: 60_000 });
}

async function chooseServer(page: Page, server: string): Promise<void> {
  await page.goto("/service-connection-point/install");
  // The card around it is the label, and takes the click.
  await page.getByRole("radio", { name: server }).check({ force: true });
  await page.getByRole("button", { name: "Next" }).click();
}

async function finishInstallation(page: Page, server: string): Promise<void> {
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByLabel("Azure environment").selectOption({ label: "Lab" });
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByRole("button", { name: "Install the role" }).click();
  await expect(page.getByText(`${server} holds the service connection point`)).toBeVisible({
    timeout: 60_000,
  });
}

/** On demand; each check leaves this line in the log of the server that holds the role. */
async function checkForUpdates(page: Page, server: string): Promise<void> {
  const log = path.join(labInstallDir(dataDir(), server), "Logs", "dmpdownloader.log");
  const checks = async () => (await readFile(log, "utf8")).split("Finished calling verify manifest").length;
  await page.goto("/updates");
  const check = page.getByRole("button", { name: "Check for updates" });
  await expect(check).not.toHaveAttribute("aria-disabled");
  const before = await checks();
  await check.click();
  await expect.poll(checks, { timeout: 60_000 }).toBeGreaterThan(before);
}
