import { createHash, randomInt, timingSafeEqual } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";

/** In the data folder, readable by its owner only, from the first start until Setup has run. */
export const SETUP_CODE_FILE = "setup-code";

/** Without letters and digits that are taken for each other. */
const ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789";
const GROUPS = 4;
/** Four groups of five: 98 bits, which no number of attempts can try. */
const GROUP_LENGTH = 5;

const fileIn = (dataDir: string) => path.join(dataDir, SETUP_CODE_FILE);

/**
 * The code that whoever sets the product up must know: only who can read the terminal or the data folder does. Made at
 * the first start, kept over restarts until Setup has run.
 */
export async function ensureSetupCode(dataDir: string): Promise<string> {
  const kept = await readSetupCode(dataDir);
  if (kept) return kept;
  const code = Array.from({ length: GROUPS }, () =>
    Array.from({ length: GROUP_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join(""),
  ).join("-");
  await mkdir(dataDir, { recursive: true });
  // Renamed into place: a kill while it is written must leave no shorter code.
  const unfinished = `${fileIn(dataDir)}.new`;
  await writeFile(unfinished, `${code}\n`, { mode: 0o600 });
  await rename(unfinished, fileIn(dataDir));
  return code;
}

/** It works once. */
export async function removeSetupCode(dataDir: string): Promise<void> {
  await rm(fileIn(dataDir), { force: true });
}

/** Whether `entered` is the code; takes as long whatever is wrong with it. Without a code nothing is right. */
export async function isSetupCode(dataDir: string, entered: string): Promise<boolean> {
  const code = await readSetupCode(dataDir);
  const equal = timingSafeEqual(digest(entered), digest(code ?? ""));
  return code !== null && equal;
}

async function readSetupCode(dataDir: string): Promise<string | null> {
  const text = await readFile(fileIn(dataDir), "utf8").catch(() => "");
  return text.trim() || null;
}

/** Of equal length for every text; upper and lower case, spaces and hyphens do not count. */
const digest = (code: string): Buffer =>
  createHash("sha256").update(code.toUpperCase().replace(/[\s-]/g, "")).digest();
