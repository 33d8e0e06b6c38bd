import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { interruptedRestore } from "@/lib/backup/restore/target-folder";
import { type Claim, claim } from "./claim";
import { inDataDir } from "./data-folder";
import { StartRefused } from "./start-refused";

/** What a start that is ending may still need. */
const PREDECESSOR_ENDS_WITHIN_MS = 12_000;

/**
 * Takes the data folder for this start alone; waits for one that is ending.
 * @throws StartRefused while another start has it
 */
export async function claimDataFolder(dataDir: string): Promise<Claim> {
  const file = path.join(inDataDir(dataDir, "run"), "supervisor.json");
  for (const deadline = Date.now() + PREDECESSOR_ENDS_WITHIN_MS; ; await delay(200)) {
    const result = await claim(file, { state: "starting" });
    if (result.held) return result.claim;
    const { state, url } = result.note;
    if (state === "stopping" && Date.now() < deadline) continue;
    const where = url ? ` at ${url}` : "";
    throw new StartRefused(
      `The product already runs on ${dataDir}${where} (process ${result.pid}, ${state}).\n` +
        `Stop it with Ctrl-C where it runs, or with: kill ${result.pid}\n` +
        "A second one needs a data folder of its own: SCP_DATA_DIR=.data-second npm start",
    );
  }
}

/**
 * A folder whose restore was interrupted may lack keys, which a start would make anew.
 * @throws StartRefused for such a folder
 */
export async function refuseHalfRestored(dataDir: string): Promise<void> {
  const restore = await interruptedRestore(dataDir);
  if (!restore) return;
  throw new StartRefused(
    `A restore of site ${restore.siteCode} (${restore.createdAt}) into ${dataDir} was interrupted.\n` +
      "Call npm run restore again with the same arguments; it goes on where it was.",
  );
}
