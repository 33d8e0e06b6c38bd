import { spawn } from "node:child_process";
import { access } from "node:fs/promises";
import { join } from "node:path";

/** Where an administrator puts what shall run after each backup, e.g. to copy it to a safe place. */
const SCRIPT = process.platform === "win32" ? "AfterBackup.bat" : "AfterBackup.sh";
const SHELL = process.platform === "win32" ? ["cmd.exe", "/c"] : ["/bin/sh"];

/**
 * Starts the administrator's script in `<install>/Inboxes/Smsbkup.box`, with the backup's folder as argument. It runs
 * on its own: neither its end nor its success is waited for, as in the product.
 * @returns false when there is none
 * @throws Error when it cannot be started
 */
export async function startAfterBackup(installDir: string, backupFolder: string): Promise<boolean> {
  const folder = join(installDir, "Inboxes", "Smsbkup.box");
  const script = join(folder, SCRIPT);
  const found = await access(script).then(
    () => true,
    () => false,
  );
  if (!found) return false;
  const [shell = "", ...options] = SHELL;
  const child = spawn(shell, [...options, script, backupFolder], {
    cwd: folder,
    detached: true,
    stdio: "ignore",
    // The connection string and other settings of the product are none of the script's business.
    env: { PATH: process.env.PATH, SystemRoot: process.env.SystemRoot, NODE_ENV: process.env.NODE_ENV },
  });
  await new Promise<void>((resolve, reject) => {
    child.once("spawn", resolve);
    child.once("error", reject);
  });
  child.unref();
  return true;
}
