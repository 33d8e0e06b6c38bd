import { mkdir, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, type Locator, type Page } from "@playwright/test";
import { contentName } from "@/lib/content-library/content-library";
import { parseManifest } from "@/lib/content-library/manifest";
import { labInstallDir } from "@/lib/lab/lab-machines";
import { dataDir } from "./lab-cloud";

/** A package of the sample catalogue. */
export interface SamplePackage {
  guid: string;
  name: string;
  fullVersion: string;
}

/** In the order in which the journeys install them. */
export const ROLLUP_1906: SamplePackage = {
  guid: "4ad9ce3f-df11-45a9-8471-0ca30fe763dc",
  name: "Configuration Manager 1906 Hotfix Rollup (KB4517869)",
  fullVersion: "5.00.8853.1020",
};
export const VERSION_1910: SamplePackage = {
  guid: "ffb4a53d-7ee7-494d-b483-332cb954eef2",
  name: "Configuration Manager 1910",
  fullVersion: "5.00.8913.1000",
};
export const ROLLUP_1910: SamplePackage = {
  guid: "4f176a03-2f44-4d05-a0e2-8ce1c7e716c8",
  name: "Configuration Manager 1910 Hotfix Rollup (KB4537079)",
  fullVersion: "5.00.8913.1032",
};

/** Longest an update of the lab takes over all its sites. */
const SERVICED_WITHIN_MS = 150_000;

/** A file below `<install>` of a server. */
const onServer = (fqdn: string, ...below: string[]): string =>
  path.join(labInstallDir(dataDir(), fqdn), ...below);

/**
 * Leaves a file in an inbox that nobody took for more than a day: a warning of the prerequisite check.
 * @returns takes it away again
 */
export async function leaveBacklog(fqdn: string): Promise<() => Promise<void>> {
  const inbox = onServer(fqdn, "inboxes", "despoolr.box", "receive");
  const file = path.join(inbox, "left.ist");
  await mkdir(inbox, { recursive: true });
  await writeFile(file, "");
  const twoDaysAgo = new Date(Date.now() - 2 * 86_400_000);
  await utimes(file, twoDaysAgo, twoDaysAgo);
  return () => rm(file, { force: true });
}

/**
 * Puts a folder where an update wants to put a file, so that its installation at that site fails.
 * @returns takes it away again
 */
export async function blockFile(fqdn: string, file: string): Promise<() => Promise<void>> {
  const inTheWay = onServer(fqdn, file);
  await rm(inTheWay, { recursive: true, force: true });
  await mkdir(inTheWay, { recursive: true });
  await writeFile(path.join(inTheWay, "in-the-way"), "");
  return () => rm(inTheWay, { recursive: true, force: true });
}

/** Wipes a few bytes in the middle of a file of the newest content that the site has stored. */
export async function damageStoredContent(fqdn: string): Promise<void> {
  const library = onServer(fqdn, "ContentLib");
  const manifests = await readdir(path.join(library, "DataLib"));
  const newest = manifests.toSorted((a, b) => versionOf(a) - versionOf(b)).at(-1) ?? "";
  const manifest = parseManifest(await readFile(path.join(library, "DataLib", newest)));
  const [content] = manifest?.files.toSorted((a, b) => b.bytes - a.bytes) ?? [];
  if (!content) throw new Error(`${library} holds no content.`);
  const file = path.join(library, contentName(content.sha256));
  const bytes = await readFile(file);
  const middle = bytes.length >> 1;
  await writeFile(file, bytes.fill(0, middle, middle + WIPED_BYTES));
}

const WIPED_BYTES = 16;

/** `CAS00001.12.json` is version 12. */
const versionOf = (manifest: string): number => Number(manifest.split(".").at(-2));

/** Waits until the page of a package shows a state beside its title. */
export async function expectState(page: Page, state: string): Promise<void> {
  const title = page.getByRole("heading", { level: 1 }).locator("..");
  await expect(title.getByText(state, { exact: true })).toBeVisible({ timeout: SERVICED_WITHIN_MS });
}

/** Goes through the wizard page by page, as an administrator does. */
export async function installByWizard(page: Page, { guid, name }: SamplePackage): Promise<void> {
  await page.goto(`/updates/${guid}/install`);
  await expect(page.getByRole("heading", { level: 1, name: `Install ${name}` })).toBeVisible();
  const heading = page.getByRole("heading", { level: 2 });
  const next = page.getByRole("button", { name: "Next", exact: true });
  for (let title = await heading.first().textContent(); title !== "Summary"; ) {
    if (title === "Client Options") {
      await page.getByRole("radio", { name: /^Upgrade without validating/ }).check({ force: true });
    }
    const accept = page.getByRole("checkbox", { name: "I accept the licence terms" });
    if (title === "License Terms" && (await accept.isVisible())) await accept.check();
    await next.click();
    await expect(heading.first()).not.toHaveText(title ?? "");
    title = await heading.first().textContent();
  }
  await page.getByRole("button", { name: "Install", exact: true }).click();
  await expect(page.getByText(`${name} is on its way`)).toBeVisible();
  await page.goto(`/updates/${guid}`);
}

/** Chooses an entry of a package's menu. */
export async function chooseAction(page: Page, { name }: SamplePackage, action: string): Promise<void> {
  await page.getByRole("button", { name: `More actions for ${name}` }).click();
  await page.getByRole("menuitem", { name: action }).click();
}

/** The row of a site in a table of sites. */
export const siteRow = (page: Page, siteCode: string): Locator =>
  page.getByRole("row").filter({ hasText: new RegExp(`^${siteCode} – `) });

/** Opens or closes all hours of the route from the central administration site to a primary. */
export async function setRouteHours(page: Page, siteCode: string, open: boolean): Promise<void> {
  await page.goto("/hierarchy/CAS?tab=routes");
  await page.getByRole("button", { name: `Change the route from CAS to ${siteCode}` }).click();
  const dialog = page.getByRole("dialog");
  const onlyHours = dialog.getByRole("checkbox", { name: "Send in these hours only" });
  if (open) {
    await onlyHours.uncheck();
  } else {
    await onlyHours.check();
    for (const day of ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]) {
      await dialog.getByRole("button", { name: `${day}, all hours` }).click();
    }
    await expect(dialog.getByText("The route is never open.")).toBeVisible();
  }
  await dialog.getByRole("button", { name: "Save", exact: true }).click();
  await expect(dialog).toBeHidden();
}

/** Brings the secondary site to the version of its parent, as nothing does by itself. */
export async function upgradeSecondary(page: Page, { fullVersion }: SamplePackage): Promise<void> {
  await page.goto("/hierarchy/SE1");
  await page.getByRole("button", { name: "Upgrade …" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText("A secondary site is never upgraded by itself.")).toBeVisible();
  await dialog.getByRole("button", { name: "Upgrade", exact: true }).click();
  const status = page.getByRole("dialog", { name: "Install status of SE1" });
  await expect(status.getByText("Install the files")).toBeVisible({ timeout: SERVICED_WITHIN_MS });
  await status.getByRole("button", { name: "Close", exact: true }).first().click();
  const main = page.getByRole("main");
  await expect(main.getByText(`(${fullVersion})`).first()).toBeVisible({ timeout: SERVICED_WITHIN_MS });
  await expect(main.getByText("Active", { exact: true }).first()).toBeVisible({
    timeout: SERVICED_WITHIN_MS,
  });
}
