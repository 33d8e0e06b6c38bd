import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { systemClock } from "@/lib/clock";
import type { Ctx } from "@/lib/context";
import { openDatabase } from "@/lib/db/connection";
import { checkSetupPrerequisites } from "@/lib/hierarchy/setup/check-prerequisites";
import type { CheckResult } from "@/lib/hierarchy/setup/checks";
import { collectMachineFacts } from "@/lib/hierarchy/setup/collect-machine-facts";
import { installSite } from "@/lib/hierarchy/setup/install-site";
import { isSetUp } from "@/lib/hierarchy/setup/is-set-up";
import type { SetupInput } from "@/lib/hierarchy/setup/model";
import { asksForSetup, readUnattended } from "@/lib/hierarchy/setup/read-unattended";
import { SETUP_VARIABLE_PREFIX } from "@/lib/hierarchy/setup/settings";
import { ensureSetupCode, removeSetupCode } from "@/lib/hierarchy/setup/setup-code";
import { checkName, setupSentence } from "./setup-sentences";

/** Where an unattended set-up is described. */
export interface UnattendedSource {
  /** Path of the setup file, as it was given. */
  file?: string;
  env: NodeJS.ProcessEnv;
}

/** What a start has to do about a database without a hierarchy. */
export type FirstRun =
  /** @property note said at the terminal: what was asked for has been done before */
  | { kind: "none"; note?: string }
  | { kind: "wizard"; code: string }
  | { kind: "unattended"; input: SetupInput; leftOut: string[] };

/**
 * Looks whether the hierarchy is there. If not, either somebody sets it up in the portal, for which he needs the code
 * made here, or the setup file and the environment say how it is to be.
 * @throws Error that lists everything wrong with the setup file and the environment
 */
export async function planFirstRun(
  databaseUrl: string,
  dataDir: string,
  source: UnattendedSource,
): Promise<FirstRun> {
  const asked = source.file !== undefined || asksForSetup(source.env);
  const { db, close } = openDatabase(databaseUrl, 1);
  if (await isSetUp(db).finally(close)) {
    await removeSetupCode(dataDir);
    return { kind: "none", note: asked ? ALREADY_SET_UP : undefined };
  }
  if (!asked) return { kind: "wizard", code: await ensureSetupCode(dataDir) };
  const file = source.file === undefined ? null : await readSetupFile(source.file);
  const read = await readUnattended(file, source.env);
  if (read.ok) return { kind: "unattended", ...read };
  const faults = read.faults.map(({ where, code, params }) => `  ${where}: ${setupSentence(code, params)}`);
  throw new Error(["The hierarchy cannot be set up from what was given:", ...faults].join("\n"));
}

const ALREADY_SET_UP =
  "The hierarchy is set up already; what was given for an unattended set-up changed nothing.";

/**
 * Sets the hierarchy up without anybody at the screen.
 * @returns what is to be said about it
 * @throws Error that lists every check that failed
 */
export async function runUnattended(
  databaseUrl: string,
  { input, leftOut }: Extract<FirstRun, { kind: "unattended" }>,
  machine: Parameters<typeof collectMachineFacts>[0],
): Promise<string[]> {
  const { db, close } = openDatabase(databaseUrl, 2);
  const osUser = os.userInfo().username;
  const ctx: Ctx = {
    actor: { kind: "command-line", osUser },
    db,
    clock: systemClock,
    correlationId: randomUUID(),
  };
  try {
    const order = { setup: input, machine: await collectMachineFacts(machine) };
    const checked = await checkSetupPrerequisites(ctx, order);
    const results = checked.ok ? checked.value : [];
    const failed = results.filter(({ outcome }) => outcome === "failed");
    if (failed.length > 0)
      throw new Error(
        ["The hierarchy was not set up; nothing was changed:", ...failed.map(findingLine)].join("\n"),
      );
    const installed = await installSite(ctx, order);
    if (!installed.ok) throw new Error(setupSentence(installed.code, installed.params));
    const { siteCode, siteName } = installed.value;
    return [
      `Site ${siteCode} (${siteName}) was set up; sign in as ${input.userName}.`,
      ...results.filter(({ outcome }) => outcome === "warning").map(findingLine),
      ...(leftOut.length > 0 ? [`  Left out, because it means nothing here: ${leftOut.join(", ")}`] : []),
    ];
  } finally {
    await close();
  }
}

/** What the person at the terminal is told about the set-up. */
export interface SetupNews {
  /** What whoever sets the hierarchy up in the portal must enter; it is there already without. */
  setupCode?: string;
  /** What else is to be said. */
  setupNotes: string[];
}

export const setupNews = (firstRun: Exclude<FirstRun, { kind: "unattended" }>): SetupNews =>
  firstRun.kind === "wizard"
    ? { setupCode: firstRun.code, setupNotes: [] }
    : { setupNotes: firstRun.note ? [firstRun.note] : [] };

/** The password of the administrator is nobody's but this process's. */
export function withoutSetup(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !name.startsWith(SETUP_VARIABLE_PREFIX)),
  ) as NodeJS.ProcessEnv;
}

const findingLine = ({ id, finding }: CheckResult): string =>
  `  ${checkName(id)}: ${finding ? setupSentence(finding.code, finding.params) : ""}`;

async function readSetupFile(file: string): Promise<{ text: string; path: string }> {
  const absolute = path.resolve(file);
  try {
    return { text: await readFile(absolute, "utf8"), path: absolute };
  } catch (cause) {
    throw new Error(`The setup file ${absolute} cannot be read: ${(cause as Error).message}`, { cause });
  }
}
