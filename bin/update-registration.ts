import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { ArchiveError } from "@/lib/archive/failure";
import { HotfixError } from "@/lib/updates/out-of-band/failure";
import { listHotfixImports } from "@/lib/updates/out-of-band/list-hotfix-imports";
import { HOTFIX_FILE_NAME, type HotfixImport } from "@/lib/updates/out-of-band/model";
import { hashFile, offlineFolder, putArchive } from "@/lib/updates/out-of-band/offline-folder";
import { registerHotfix } from "@/lib/updates/out-of-band/register-hotfix";
import { findRoleServer } from "@/lib/updates/out-of-band/role-server";
import { readTrustedRoot } from "@/lib/updates/out-of-band/trusted-root";
import { verifyBundle } from "@/lib/updates/out-of-band/verify-bundle";
import { CommandLineError, EXIT, runCommandLine, sentenceOf } from "./command-line/error";
import { type Hierarchy, openHierarchy } from "./command-line/hierarchy";

const HELP = `update-registration: imports a hotfix archive, so that it appears in Updates and Servicing.

Usage: npm run update-registration -- FILE [--wait SECONDS]

  FILE             <Product>-<version>-KB<article>-ConfigMgr.Update.zip, as its publisher delivered it
  --wait SECONDS   how long to wait for the result (default 300)
  --help           this text

Run it on the computer of the service connection point, as a user who may write to
EasySetupPayload/offline there. It works in either mode. The log has the name of the file.

Environment: DATABASE_URL and SCP_DATA_DIR (default .data); without DATABASE_URL the
database of the product that runs on that folder is used.

Exit code: 0 imported, or known already; 1 refused; 2 the command line was not understood;
3 the hierarchy cannot be reached, or did not answer in time.
`;

const LOOK_INTERVAL_MS = 500;

await runCommandLine("update-registration", async () => {
  const { file, waitMs, help } = readArguments();
  if (help || file === undefined) return void process.stdout.write(HELP);
  const hierarchy = await openHierarchy();
  try {
    const importId = await hand(hierarchy, file);
    report(await result(hierarchy, importId, waitMs));
  } finally {
    await hierarchy.close();
  }
});

function readArguments(): { file?: string; waitMs: number; help: boolean } {
  try {
    const { values, positionals } = parseArgs({
      options: { wait: { type: "string", default: "300" }, help: { type: "boolean", short: "h" } },
      allowPositionals: true,
    });
    if (values.help) return { waitMs: 0, help: true };
    if (positionals.length !== 1) throw new Error("name one file");
    if (!/^\d{1,6}$/.test(values.wait)) throw new Error(`--wait takes seconds, not "${values.wait}"`);
    return { file: positionals[0], waitMs: Number(values.wait) * 1000, help: false };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CommandLineError(`${reason}. See --help.`, { cause, exitCode: EXIT.usage });
  }
}

/** Verifies the archive, puts it where the server looks, and registers it. */
async function hand({ ctx, serversDir }: Hierarchy, file: string): Promise<string> {
  const fileName = path.basename(file);
  if (!HOTFIX_FILE_NAME.test(fileName))
    throw refused(`"${fileName}" is not the name of a hotfix archive. See --help.`);
  const { size } = await stat(file).catch((cause) => {
    throw new CommandLineError(`${file} cannot be read.`, { cause, exitCode: EXIT.refused });
  });
  const server = await findRoleServer(ctx.db);
  if (!server) throw refused(sentenceOf("role-not-installed"));
  const installDir = path.join(serversDir, server);
  const isHere = await stat(installDir).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isHere)
    throw new CommandLineError(`${installDir} is not there. Run this on ${server}, with its SCP_DATA_DIR.`);
  await verify({ ctx, installDir, file });
  const sha256 = await hashFile(file);
  await putArchive(installDir, fileName, createReadStream(file));
  const registered = await registerHotfix(ctx, { fileName, bytes: size, sha256 });
  if (!registered.ok) throw refused(sentenceOf(registered.code, registered.params));
  console.log(`The signature of ${fileName} is verified; it lies in ${offlineFolder(installDir)}.`);
  return registered.value.importId;
}

async function verify({
  ctx,
  installDir,
  file,
}: {
  ctx: Hierarchy["ctx"];
  installDir: string;
  file: string;
}) {
  const now = ctx.clock.now();
  try {
    const root = await readTrustedRoot(ctx.db, installDir, now);
    await verifyBundle({ file, root, now, signal: new AbortController().signal });
  } catch (error) {
    if (!(error instanceof ArchiveError || error instanceof HotfixError)) throw error;
    throw refused(sentenceOf(error.code, error.params));
  }
}

async function result({ ctx }: Hierarchy, importId: string, waitMs: number): Promise<HotfixImport> {
  for (const deadline = Date.now() + waitMs; ; await delay(LOOK_INTERVAL_MS)) {
    const listed = await listHotfixImports(ctx, { importId });
    const found = listed.ok ? listed.value[0] : undefined;
    if (found?.state === "imported" || found?.state === "refused") return found;
    if (Date.now() >= deadline)
      throw new CommandLineError(
        "SMS_DMP_DOWNLOADER has not imported it yet; it does when it runs. See dmpdownloader.log.",
      );
  }
}

function report({ state, packageName, packageGuid, reason }: HotfixImport): void {
  if (state === "refused") throw refused(sentenceOf(reason?.code ?? "", reason?.params));
  if (reason) console.log(sentenceOf(reason.code, reason.params));
  else console.log(`Imported "${packageName}" (${packageGuid?.toUpperCase()}).`);
}

function refused(message: string): CommandLineError {
  return new CommandLineError(message, { exitCode: EXIT.refused });
}
