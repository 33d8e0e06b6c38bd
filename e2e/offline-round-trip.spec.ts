import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { configureMode, expect, packageRow, restartDownloader, test } from "./support/journey";
import { CARRIED_HOTFIX, publishHotfix } from "./support/publish";

// The journeys share one hierarchy; the others expect it online.
test.afterEach(async ({ page }) => {
  await configureMode(page, "online");
  await restartDownloader(page);
});

/** The service connection tool as a process of its own, on a computer that knows neither database nor portal. */
async function connect(stick: string): Promise<string> {
  const { DATABASE_URL: _d, SCP_DATA_DIR: _s, SCP_E2E_DATA_DIR: _e, ...env } = process.env;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      ...["--import", "tsx", "bin/service-connection-tool.ts", "-connect", "-language", "en"],
      ...["-usagedatasrc", stick, "-updatepackdest", path.join(stick, "UpdatePacks")],
      ...["-workdir", path.join(stick, "work")],
    ],
    { env },
  );
  return stdout;
}

test("an update is carried into an offline hierarchy: prepared, fetched by the tool, examined, imported, ready", async ({
  page,
  signIn,
}) => {
  const { name } = CARRIED_HOTFIX;
  const stick = await mkdtemp(path.join(os.tmpdir(), "scp-stick-"));
  try {
    await publishHotfix(CARRIED_HOTFIX);
    await signIn("full.administrator");
    await page.goto("/updates");
    await page.getByRole("button", { name: "Check for updates" }).click();
    await expect(packageRow(page, name)).toContainText("Available to download", { timeout: 60_000 });

    await configureMode(page, "offline");
    await restartDownloader(page);
    await page.goto("/offline");
    await expect(page.getByText("Prepare a request: usage data and the list")).toBeVisible();
    await page.getByRole("button", { name: "Prepare", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Prepare a request" });
    await dialog.getByRole("checkbox", { name }).check();
    await dialog.getByRole("button", { name: "Prepare", exact: true }).click();
    const [request] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Download", exact: true }).click(),
    ]);
    await request.saveAs(path.join(stick, request.suggestedFilename()));
    await expect(page.getByText("Carry the prepared request to a computer")).toBeVisible();

    await connect(stick);
    const [answer = ""] = (await readdir(path.join(stick, "UpdatePacks"))).filter((file) =>
      file.endsWith(".zip"),
    );

    await page
      .getByLabel("Choose files", { exact: true })
      .and(page.locator("input"))
      .setInputFiles(path.join(stick, "UpdatePacks", answer));
    await page.getByRole("table", { name: "Imports" }).getByRole("button", { name: answer }).click();
    const found = page.getByRole("dialog", { name: answer });
    await expect(found.getByText("Examined, waits for your decision")).toBeVisible();
    await expect(found.getByRole("listitem").filter({ hasText: name })).toContainText("Will be imported");
    await expect(found.getByText("Accepted", { exact: false }).first()).toBeVisible();
    await found.getByRole("button", { name: "Import", exact: true }).click();
    await expect(found.getByText("Imported", { exact: true })).toBeVisible();
    await found.getByRole("button", { name: "Close", exact: true }).first().click();
    await expect(page.getByText("Everything is current.")).toBeVisible();

    await page.goto("/updates");
    await expect(packageRow(page, name)).toContainText("Ready to install");
  } finally {
    await rm(stick, { recursive: true, force: true });
  }
});
