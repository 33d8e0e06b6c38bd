import { randomUUID } from "node:crypto";
import { link, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { isRunning, ownIdentity, processIdentitySchema } from "./process-identity";

const claimSchema = z.object({
  holder: processIdentitySchema,
  /** What the holder tells those who come after it. */
  note: z.record(z.string(), z.string()),
});

export interface Claim {
  /** Replaces what those who come after are told. */
  tell(note: Record<string, string>): Promise<void>;
  release(): Promise<void>;
}

export type ClaimResult =
  | { held: true; claim: Claim }
  | { held: false; pid: number; note: Record<string, string> };

/**
 * Takes `file` for this process alone. A claim whose holder no longer runs, however it ended, does not count. Of two
 * processes that come at once one wins: the file appears with its content or not at all.
 */
export async function claim(file: string, note: Record<string, string> = {}): Promise<ClaimResult> {
  await mkdir(path.dirname(file), { recursive: true });
  const draft = `${file}.${randomUUID()}`;
  const write = (what: Record<string, string>) =>
    writeFile(draft, JSON.stringify({ holder: ownIdentity(), note: what }), { mode: 0o600 });
  // One after the other: two that wrote the same draft at once would rename it away from under each other.
  let last: Promise<unknown> = Promise.resolve();
  const own: Claim = {
    tell: (what) => {
      const told = last.then(() => write(what)).then(() => rename(draft, file));
      last = told.catch(() => {});
      return told;
    },
    release: async () => {
      await last;
      await rm(file, { force: true });
    },
  };
  for (;;) {
    await write(note);
    try {
      await link(draft, file);
      return { held: true, claim: own };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    } finally {
      await rm(draft, { force: true });
    }
    const found = await readFile(file, "utf8").catch(() => undefined);
    if (found === undefined) continue;
    const holder = parseClaim(found);
    if (holder && isRunning(holder.holder)) return { held: false, pid: holder.holder.pid, note: holder.note };
    await removeStale(file, found);
  }
}

/** Removes the claim that was found stale, but not one that somebody else made in its place meanwhile. */
async function removeStale(file: string, stale: string): Promise<void> {
  const aside = `${file}.${randomUUID()}`;
  try {
    await rename(file, aside);
    if ((await readFile(aside, "utf8")) !== stale) await link(aside, file);
  } catch (error) {
    if (!["ENOENT", "EEXIST"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
  } finally {
    await rm(aside, { force: true });
  }
}

function parseClaim(text: string) {
  try {
    return claimSchema.parse(JSON.parse(text));
  } catch {
    // Not ours, or damaged: nobody stands behind it.
    return undefined;
  }
}
