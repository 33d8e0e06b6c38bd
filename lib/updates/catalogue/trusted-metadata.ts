import { createHash } from "node:crypto";
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { writeFileAtomic } from "@/lib/updates/publish/atomic-file";

/** In the order of trust: what a later file refers to is already there. */
const ROLES = ["root.json", "timestamp.json", "snapshot.json", "targets.json"] as const;
/** Fingerprint of the root the folder began with: a cloud with another first root begins anew. */
const FIRST_ROOT = "first-root.sha256";

/**
 * Lends `work` a copy of the metadata trusted so far, and keeps what it verified – also when it then failed,
 * because a newer root or timestamp that was believed once must never be un-believed (TUF 5.3.8, 5.4.5). The
 * TUF client writes its files in place; a kill in the middle of that damages the copy, not the trusted set.
 * @param firstRoot the `root.json` to begin from
 */
export async function withTrustedMetadata<T>(
  folder: string,
  firstRoot: Buffer,
  work: (copy: string) => Promise<T>,
): Promise<T> {
  const copy = path.join(folder, "checking");
  if (!(await beganFrom(folder, firstRoot))) await begin(folder, firstRoot);
  await fillCopy(folder, firstRoot, copy);
  try {
    return await work(copy);
  } finally {
    for (const role of ROLES) {
      const verified = await readIfThere(path.join(copy, role));
      const trusted = await readIfThere(path.join(folder, role));
      if (verified && !trusted?.equals(verified)) await writeFileAtomic(path.join(folder, role), verified);
    }
    await rm(copy, { recursive: true, force: true });
  }
}

/** As {@link withTrustedMetadata}, but what `work` verifies is forgotten afterwards. */
export async function withCopyOfTrustedMetadata<T>(
  folder: string,
  firstRoot: Buffer,
  work: (copy: string) => Promise<T>,
): Promise<T> {
  const copy = path.join(folder, "examining");
  await fillCopy(folder, firstRoot, copy);
  try {
    return await work(copy);
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

async function fillCopy(folder: string, firstRoot: Buffer, copy: string): Promise<void> {
  await rm(copy, { recursive: true, force: true });
  await mkdir(copy, { recursive: true });
  if (await beganFrom(folder, firstRoot))
    await Promise.all(ROLES.map((role) => copyIfThere(path.join(folder, role), path.join(copy, role))));
  else await writeFile(path.join(copy, "root.json"), firstRoot);
}

/** Whether target files are published under `<sha256>.<name>`, by the root trusted now. */
export async function usesConsistentSnapshot(folder: string): Promise<boolean> {
  const root = JSON.parse(await readFile(path.join(folder, "root.json"), "utf8")) as {
    signed?: { consistent_snapshot?: unknown };
  };
  return root.signed?.consistent_snapshot === true;
}

/** The newest root verified so far on the way from `firstRoot`; null before the first check. */
export const newestTrustedRoot = async (folder: string, firstRoot: Buffer): Promise<Buffer | null> =>
  (await beganFrom(folder, firstRoot)) ? readFile(path.join(folder, "root.json")) : null;

/** The newest root trusted, parsed, and the versions of what was verified so far; null before the first check. */
export async function readTrusted(folder: string, firstRoot: Buffer) {
  const began = await beganFrom(folder, firstRoot);
  const read = async (role: (typeof ROLES)[number]) => {
    const bytes = began ? await readIfThere(path.join(folder, role)) : null;
    return bytes === null ? null : versionedRole.parse(JSON.parse(bytes.toString("utf8")));
  };
  const root = (await read("root.json")) ?? versionedRole.parse(JSON.parse(firstRoot.toString("utf8")));
  const versionOf = async (role: (typeof ROLES)[number]) => (await read(role))?.signed.version ?? null;
  return {
    root,
    versions: {
      root: root.signed.version,
      timestamp: await versionOf("timestamp.json"),
      snapshot: await versionOf("snapshot.json"),
      targets: await versionOf("targets.json"),
    },
  };
}

const versionedRole = z.looseObject({ signed: z.looseObject({ version: z.int() }) });

async function begin(folder: string, firstRoot: Buffer): Promise<void> {
  for (const role of ROLES) await rm(path.join(folder, role), { force: true });
  await writeFileAtomic(path.join(folder, "root.json"), firstRoot);
  await writeFileAtomic(path.join(folder, FIRST_ROOT), Buffer.from(fingerprint(firstRoot)));
}

async function beganFrom(folder: string, firstRoot: Buffer): Promise<boolean> {
  const recorded = await readIfThere(path.join(folder, FIRST_ROOT));
  const root = await readIfThere(path.join(folder, "root.json"));
  return root !== null && isJson(root) && recorded?.toString() === fingerprint(firstRoot);
}

/** A root the disk damaged would stop every check; beginning anew from the first root heals it. */
function isJson(bytes: Buffer): boolean {
  try {
    JSON.parse(bytes.toString());
    return true;
  } catch {
    return false;
  }
}

const fingerprint = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");

async function readIfThere(file: string): Promise<Buffer | null> {
  return readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
}

async function copyIfThere(from: string, to: string): Promise<void> {
  await copyFile(from, to).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
  });
}
