import { readFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { completeBackups } from "@/lib/backup/backup-folders";
import { filesOfBackup, readManifest } from "@/lib/backup/manifest";
import { RECOVERY_POINT_IDS } from "@/lib/backup/recovery/model";
import { recoveryFingerprint } from "@/lib/backup/recovery-key";
import { checkRecovery, type RecoveryOrder, recoverSite } from "@/lib/backup/restore/recover-site";
import { RECOVERED_SETTINGS } from "@/lib/backup/restore/restore-files";
import { systemClock } from "@/lib/clock";
import checklist from "@/lib/i18n/messages/en/recovery-page.json";
import { CommandLineError, EXIT, runCommandLine, sentenceOf } from "./command-line/error";
import { parseRestoreArguments, type RestoreArguments } from "./command-line/restore-arguments";
import { RestoreProgress } from "./command-line/restore-progress";
import { RestoreDatabase } from "./start/restore-database";

const HELP = `restore: recovers a site from one of its backups, on an empty machine.

Usage: npm run restore -- --from FOLDER [options]

  --from FOLDER            a backup (the folder named for its moment)
  --passphrase-file FILE   file whose first line is the recovery passphrase
  --without-keys           leave the keys sealed: every secret must be entered or renewed anew
  --data-dir DIR           empty folder to recover into (SCP_DATA_DIR, else .data)
  --database-url URL       empty database to recover into (DATABASE_URL, else the embedded PostgreSQL)
  --server FQDN            server whose keys belong on this machine; may be given several times.
                           Without it: the site server and those its executive hosted.
  --list                   show the backups in FOLDER, and restore nothing
  --dry-run                check everything, and restore nothing
  --help                   this text

Every file is verified before anything is written. The database is restored as a whole or not at
all; when the restore is interrupted, call it again with the same arguments.

Exit code: 0 restored, or nothing stands in its way; 1 refused; 2 the command line was not
understood; 3 database or backup cannot be reached.
`;

await runCommandLine("restore", async () => {
  const asked = parseRestoreArguments(process.argv.slice(2), process.env);
  if (asked === "help") process.stdout.write(HELP);
  else if (asked.list) await list(path.resolve(asked.from));
  else await restore(asked);
});
process.disconnect?.();

async function list(parent: string): Promise<void> {
  const folders = await completeBackups(parent);
  if (folders.length === 0) throw refused("backup-not-found", { folder: parent });
  for (const folder of folders) {
    const manifest = await readManifest(folder);
    console.log(folder);
    if (!manifest.ok) {
      console.log(`  ${sentenceOf(manifest.code, manifest.params)}`);
      continue;
    }
    const { siteCode, createdAt, productVersion, keys, tables } = manifest.value;
    const bytes = filesOfBackup(manifest.value).reduce((sum, file) => sum + file.bytes, 0);
    const key = keys.recoveryKey ? `keys of ${keys.servers.length} servers` : "without keys";
    const seal = keys.recoveryKey ? `, passphrase ${recoveryFingerprint(keys.recoveryKey)}` : "";
    console.log(
      `  site ${siteCode}, ${createdAt}, version ${productVersion}, ${tables.length} tables, ${bytes} bytes, ${key}${seal}`,
    );
  }
}

async function restore(asked: RestoreArguments): Promise<void> {
  const folder = path.resolve(asked.from);
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => stop.abort(new CommandLineError("Stopped. Call it again to go on.")));
  }
  const progress = new RestoreProgress(process.stdout);
  const order: RecoveryOrder = {
    folder,
    dataDir: path.resolve(asked.dataDir),
    passphrase: await readPassphrase(asked, folder),
    servers: asked.servers,
    by: { actor: { kind: "command-line", osUser: os.userInfo().username }, clock: systemClock },
    signal: stop.signal,
    onProgress: (step, done, total) => progress.show(step, done, total),
  };
  const checked = await checkRecovery(order);
  if (!checked.ok) throw refused(checked.code, checked.params);
  progress.end();
  if (asked.dryRun) return console.log("Nothing stands in the way of this restore. Nothing was written.");
  const database = new RestoreDatabase(order.dataDir, asked.databaseUrl);
  try {
    const recovered = await recoverSite(order, checked.value, () => database.start());
    if (!recovered.ok) throw refused(recovered.code, recovered.params);
    progress.end();
    const { siteCode, createdAt } = checked.value.manifest;
    console.log(afterwards({ siteCode, createdAt, order, asked, keyServers: recovered.value.keyServers }));
  } finally {
    await database.stop();
  }
}

async function readPassphrase(asked: RestoreArguments, folder: string): Promise<string | null> {
  if (asked.passphraseFile) {
    const text = await readFile(asked.passphraseFile, "utf8").catch((cause: Error) => {
      throw new CommandLineError(`The passphrase cannot be read: ${cause.message}`, { cause });
    });
    return text.split(/\r?\n/)[0] ?? "";
  }
  const manifest = await readManifest(folder);
  const sealed = manifest.ok && manifest.value.keys.servers.length > 0;
  if (sealed && !asked.withoutKeys) throw refused("passphrase-needed");
  return null;
}

function afterwards(done: {
  siteCode: string;
  createdAt: string;
  order: RecoveryOrder;
  asked: RestoreArguments;
  keyServers: readonly string[];
}): string {
  const { siteCode, createdAt, order, asked, keyServers } = done;
  const keys =
    keyServers.length > 0
      ? `The keys of ${keyServers.join(", ")} are back.`
      : "No keys came back: every secret of Azure, mail and proxies must be entered or renewed anew.";
  const data = asked.dataDir === ".data" ? "" : `SCP_DATA_DIR=${order.dataDir} `;
  return [
    `Site ${siteCode} is recovered as of ${createdAt}. ${keys}`,
    "",
    `1. Look through the settings in ${path.join(order.dataDir, RECOVERED_SETTINGS)}; secrets among them are entered anew.`,
    `2. Start the product: ${data}npm run serve`,
    "3. Sign in. The overview leads to the after-recovery checklist, which sees what is done and keeps what you tick:",
    ...RECOVERY_POINT_IDS.map((id) => `   - ${checklist.points[id].title}`),
  ].join("\n");
}

function refused(code: string, params?: Record<string, unknown>): CommandLineError {
  return new CommandLineError(sentenceOf(code, params), { exitCode: EXIT.refused });
}
