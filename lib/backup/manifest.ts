import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { fail, ok, type Result } from "@/lib/result";
import { isSafeManifestPath } from "@/lib/updates/manifest-path";
import { writeFileAtomic } from "@/lib/updates/publish/atomic-file";

export const MANIFEST_FILE = "backup.json";
/** Vouches for the manifest, as the manifest vouches for everything else. */
const MANIFEST_HASH_FILE = "backup.sha256";

const FORMAT = 2;

const fileSchema = z.object({
  /** Below the backup's folder. */
  file: z.string().refine(isSafeManifestPath),
  bytes: z.int(),
  sha256: z.string().length(64),
});
/** Becomes the name of a folder at recovery. */
const fqdn = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9.-]*$/);
const moment = z.iso.datetime();

export const recoveryKeySchema = z.object({
  publicKey: z.string(),
  salt: z.string(),
  memoryKiB: z.int(),
  passes: z.int(),
  lanes: z.int(),
});

const manifestSchema = z.object({
  format: z.literal(FORMAT),
  siteCode: z.string().length(3),
  createdAt: moment,
  finishedAt: moment,
  productVersion: z.string(),
  serverVersion: z.string(),
  /** Migrations the schema had, oldest first, as hashes of their files. */
  migrations: z.array(z.string()),
  tables: z.array(fileSchema.extend({ table: z.string(), rows: z.int() })),
  /** Each sequence of the schema `public`; null: never used. */
  sequences: z.array(z.object({ sequence: z.string(), lastValue: z.string().nullable() })),
  /** Which key files are in it and which are not. */
  keys: z.object({
    recoveryKey: recoveryKeySchema.nullable(),
    servers: z.array(fileSchema.extend({ fqdn })),
    missing: z.array(z.string()),
  }),
  servers: z.array(
    z.object({
      fqdn,
      siteCode: z.string(),
      roles: z.array(z.string()),
      /** The executive process that hosted it, by its id; null: none did. */
      executive: z.string().nullable(),
    }),
  ),
  /** Settings of the environment that are no secret, and the names of those that are. */
  configuration: z.object({
    variables: z.record(z.string(), z.string()),
    secret: z.array(z.string()),
  }),
  /** CD.Latest of the site server. */
  sourceFiles: z.array(fileSchema),
});

export type BackupManifest = z.output<typeof manifestSchema>;
export type BackedUpFile = z.output<typeof fileSchema>;

export type ManifestFault = "backup-not-found" | "backup-damaged" | "backup-of-another-format";

/** Every file a backup consists of, beside its manifest. */
export const filesOfBackup = (manifest: BackupManifest): BackedUpFile[] => [
  ...manifest.tables,
  ...manifest.keys.servers,
  ...manifest.sourceFiles,
];

/** Writes the manifest, durably, as the last file of a backup. */
export async function writeManifest(folder: string, manifest: Omit<BackupManifest, "format">): Promise<void> {
  const text = Buffer.from(`${JSON.stringify({ format: FORMAT, ...manifest }, null, 2)}\n`);
  await writeFileAtomic(path.join(folder, MANIFEST_FILE), text);
  await writeFileAtomic(path.join(folder, MANIFEST_HASH_FILE), Buffer.from(`${sha256(text)}\n`));
}

/**
 * Reads what a folder says of itself, once it is sure that nobody changed it.
 * @returns `backup-not-found` when the folder is no backup, `backup-damaged` with the file
 */
export async function readManifest(folder: string): Promise<Result<BackupManifest, ManifestFault>> {
  const text = await readFile(path.join(folder, MANIFEST_FILE)).catch(() => null);
  if (!text) return fail("backup-not-found", { params: { folder } });
  const hash = await readFile(path.join(folder, MANIFEST_HASH_FILE), "utf8").catch(() => "");
  if (hash.trim() !== sha256(text)) return fail("backup-damaged", { params: { file: MANIFEST_FILE } });
  const parsed = manifestSchema.safeParse(JSON.parse(text.toString()));
  return parsed.success
    ? ok(parsed.data)
    : fail("backup-of-another-format", { params: { folder, issue: parsed.error.issues[0]?.message ?? "" } });
}

const sha256 = (content: Uint8Array): string => createHash("sha256").update(content).digest("hex");
