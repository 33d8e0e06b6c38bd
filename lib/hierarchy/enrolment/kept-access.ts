import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { writeFileAtomic } from "@/lib/updates/publish/atomic-file";
import { hashJoinSecret } from "./join-token";
import { type DatabaseAccess, databaseAccessSchema } from "./model";

const keptSchema = databaseAccessSchema.extend({
  /** Of the token it came for: the same command line can be started again. */
  tokenHash: z.string(),
});

/** `<install>/keys/database.json`: the server's own way to the database, readable by the executive's account only. */
const fileOf = (installDir: string): string => path.join(installDir, "keys", "database.json");
const authorityOf = (installDir: string): string => path.join(installDir, "keys", "database-authority.pem");

/** Keeps what the server got when it joined. */
export async function keepDatabaseAccess(
  installDir: string,
  access: DatabaseAccess,
  secret: string,
): Promise<void> {
  if (access.authority) await writeFileAtomic(authorityOf(installDir), Buffer.from(access.authority), 0o600);
  const kept = { ...access, tokenHash: hashJoinSecret(secret) };
  await writeFileAtomic(fileOf(installDir), Buffer.from(JSON.stringify(kept)), 0o600);
}

/**
 * The connection string a joined server works with.
 * @returns null when it has not joined
 * @throws when the file is there and cannot be read
 */
export async function readDatabaseAccess(
  installDir: string,
): Promise<{ connectionString: string; cameFor(secret: string): boolean } | null> {
  const text = await readFile(fileOf(installDir), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
    return null;
  });
  if (text === null) return null;
  const { url, authority, tokenHash } = keptSchema.parse(JSON.parse(text));
  const connection = new URL(url);
  if (authority) connection.searchParams.set("sslrootcert", authorityOf(installDir));
  return {
    connectionString: connection.href,
    cameFor: (secret) => hashJoinSecret(secret) === tokenHash,
  };
}
