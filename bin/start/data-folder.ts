import { randomBytes } from "node:crypto";
import { mkdir, readFile, rename, rm, rmdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { removeEmbeddedPostgres } from "@/lib/db/embedded-postgres";
import { SETUP_CODE_FILE } from "@/lib/hierarchy/setup/setup-code";

/** Everything the product writes into its data folder; what is not listed belongs to somebody else. */
const CONTENTS = {
  postgres: "postgres",
  labCloud: "lab-cloud",
  labAccounts: "lab-accounts.json",
  labAzureAccounts: "lab-azure-accounts.json",
  servers: "servers",
  /** Of the lab: a data folder for each server with a process of its own. */
  machines: "machines",
  run: "run",
  logs: "logs",
  sessionSecret: "session-secret",
  setupCode: SETUP_CODE_FILE,
  recoveredSettings: "recovered.env",
} as const;

export function inDataDir(dataDir: string, what: keyof typeof CONTENTS): string {
  return path.join(dataDir, CONTENTS[what]);
}

/** Removes what the product keeps, and nothing else; the folder itself goes if it is empty then. */
export async function resetDataFolder(dataDir: string): Promise<void> {
  await removeEmbeddedPostgres(inDataDir(dataDir, "postgres"));
  for (const name of Object.values(CONTENTS)) {
    // The claim of this very start is in there, and the recorded ports do no harm.
    if (name === CONTENTS.run) continue;
    await rm(path.join(dataDir, name), { recursive: true, force: true });
  }
  // Somebody else's files keep it.
  await rmdir(dataDir).catch(() => {});
}

/** The lab's secret for session cookies, made at the first start, so that a restart signs nobody out. */
export async function labSessionSecret(dataDir: string): Promise<string> {
  const file = inDataDir(dataDir, "sessionSecret");
  const kept = await readFile(file, "utf8").catch(() => "");
  if (kept.length >= 32) return kept;
  const secret = randomBytes(48).toString("base64url");
  await mkdir(dataDir, { recursive: true });
  const unfinished = `${file}.new`;
  await writeFile(unfinished, secret, { mode: 0o600 });
  await rename(unfinished, file);
  return secret;
}

const labAccountsSchema = z.array(z.object({ userName: z.string(), password: z.string(), role: z.string() }));
export type LabAccount = z.output<typeof labAccountsSchema>[number];

/** The accounts the lab's seeding wrote down; none before it did. */
export async function readLabAccounts(dataDir: string): Promise<LabAccount[]> {
  const text = await readFile(inDataDir(dataDir, "labAccounts"), "utf8").catch(() => "[]");
  return labAccountsSchema.parse(JSON.parse(text));
}
