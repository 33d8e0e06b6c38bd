import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, it } from "vitest";
import { systemClock } from "@/lib/clock";
import { outOfBandImports, updatePackages } from "@/lib/db/schema";
import { testDatabase } from "@/lib/testing/database";
import { judgePackages } from "@/lib/updates/judge-packages";
import { importHotfixes } from "@/lib/updates/out-of-band/import-hotfixes";
import { readEntryFile } from "@/lib/updates/publish/entry-file";
import { exportHotfix } from "@/lib/updates/publish/export-hotfix";
import { UPDATE_STATE } from "@/lib/updates/state-machine";
import { clearUpdatesLab, startUpdatesLab, type UpdatesLab } from "@/lib/updates/testing/updates-lab";

const { db, connectionString } = await testDatabase();
const HOTFIX = "a1f16b3c-f1f6-4f9f-8647-2a524b0c802c";
const NAME = "CM-1906-KB4517869-ConfigMgr.Update.zip";

let lab: UpdatesLab;
let folder: string;
beforeEach(async () => {
  lab = await startUpdatesLab(db, connectionString);
  folder = await mkdtemp(path.join(os.tmpdir(), "scp-tools-"));
  await mkdir(lab.installDir, { recursive: true });
  await mkdir(path.join(folder, "servers"));
  await symlink(lab.installDir, path.join(folder, "servers/scp01.contoso.com"));
  const entry = path.join(folder, "entry.json");
  await writeFile(
    entry,
    JSON.stringify({
      packageGuid: HOTFIX,
      name: "Hotfix KB4517869",
      description: { en: "Fixes." },
      version: "1906",
      fullVersion: "5.00.8853.1020",
      minCmVersion: "5.00.8853.1000",
      maxCmVersion: "5.00.8853.9999",
      dateReleased: "2019-11-29T00:00:00Z",
      impact: 1,
      updateType: 2,
    }),
  );
  await exportHotfix(lab.publisher, {
    facts: await readEntryFile(entry),
    files: [{ path: "fix.cab", open: () => Readable.from([Buffer.from("fix")]) }],
    out: path.join(folder, NAME),
  });
});
afterEach(async () => {
  await lab.close();
  await clearUpdatesLab(db);
  await db.delete(outOfBandImports);
  await rm(folder, { recursive: true, force: true });
});

async function run(tool: string, ...args: string[]) {
  const command = ["--import", "tsx", path.resolve(`bin/${tool}.ts`), ...args];
  const env = { ...process.env, DATABASE_URL: connectionString, SCP_DATA_DIR: folder };
  const failed = (error: { code: number; stdout: string; stderr: string }) => error;
  const running = promisify(execFile)(process.execPath, command, { env });
  const { stdout, stderr, code } = await running.then((done) => ({ ...done, code: 0 }), failed);
  return { code, stdout, stderr };
}

/** SMS_DMP_DOWNLOADER at work until `work` is done. */
async function whileImporting<T>(work: Promise<T>): Promise<T> {
  let ended = false;
  const settled = work.finally(() => {
    ended = true;
  });
  while (!ended) {
    await importHotfixes(lab.thread("SMS_DMP_DOWNLOADER"));
    await Promise.race([settled, delay(100)]).catch(() => {});
  }
  return settled;
}

it("registers a hotfix, waits for the import, and resets it by its GUID", async () => {
  const imported = await whileImporting(run("update-registration", path.join(folder, NAME)));
  expect(imported).toMatchObject({ code: 0, stderr: "" });
  expect(imported.stdout).toContain(`Imported "Hotfix KB4517869" (${HOTFIX.toUpperCase()}).`);
  await judgePackages(db, systemClock, "SMS_HIERARCHY_MANAGER");
  expect(await db.select().from(updatePackages)).toMatchObject([{ state: UPDATE_STATE.DOWNLOAD_SUCCESS }]);

  const again = await whileImporting(run("update-registration", path.join(folder, NAME)));
  expect(again).toMatchObject({ code: 0 });
  expect(again.stdout).toContain("This hotfix was imported before. Nothing changed.");

  const { hostname, pathname } = new URL(connectionString);
  const database = pathname.slice(1);
  const elsewhere = await run("update-reset", "-S", hostname, "-D", "CM_OTHER", "-P", HOTFIX);
  expect(elsewhere).toMatchObject({ code: 3, stdout: "" });
  expect(elsewhere.stderr).toContain("-D names CM_OTHER");
  const stranger = await run("update-reset", "-S", "sql9.contoso.com", "-D", database, "-P", HOTFIX);
  expect(stranger.code).toBe(3);

  const reset = await run("update-reset", "-S", hostname, "-D", database, "-P", HOTFIX, "-I", "X");
  expect(reset).toMatchObject({ code: 0, stderr: "" });
  expect(reset.stdout).toContain("-I X is ignored");
  expect(reset.stdout).toContain('"Hotfix KB4517869" is reset. Its content stays');
}, 60_000);

it("refuses a tampered archive before it is handed over", async () => {
  const bytes = await readFile(path.join(folder, NAME));
  const tampered = path.join(folder, "CM-1906-KB1111111-ConfigMgr.Update.zip");
  await writeFile(tampered, bytes.subarray(0, 400));
  const refused = await run("update-registration", tampered);
  expect(refused).toMatchObject({ code: 1, stdout: "" });
  expect(refused.stderr).toContain("The archive is incomplete.");
  expect(await db.select().from(outOfBandImports)).toEqual([]);

  const nameless = await run("update-registration", path.join(folder, "entry.json"));
  expect(nameless.code).toBe(1);
  expect((await run("update-registration")).code).toBe(2);
  expect((await run("update-registration", "--help")).stdout).toContain("Usage:");
}, 60_000);
