import { randomUUID } from "node:crypto";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { failed, passed, type Requirement } from "../model";

/** Where the threads of the role write, below the installation folder; empty: the folder itself. */
const FOLDERS = ["", "Logs", "keys", "file-exchange", "EasySetupPayload"] as const;

/**
 * The counterpart of *the site server's computer account is a local administrator* (reference/role.md §5): here the
 * executive installs by its own account, so it is that one which must be allowed to.
 */
export const writeAccess: Requirement = {
  id: "write-access",
  severity: "error",
  async run({ installDir }) {
    for (const name of FOLDERS) {
      const folder = path.join(installDir, name);
      const code = await tryToWrite(folder);
      if (code !== null) return failed({ folder, code });
    }
    return passed({ folder: installDir });
  },
};

/** Makes, renames and removes a file, as everything that is written in one piece does. @returns the system's code */
async function tryToWrite(folder: string): Promise<string | null> {
  const file = path.join(folder, `.requirement-${randomUUID()}`);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(file, "");
    await rename(file, `${file}.moved`);
    await rm(`${file}.moved`);
    return null;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  } finally {
    await rm(file, { force: true }).catch(() => {
      // The folder that refused the file has none to remove.
    });
  }
}
