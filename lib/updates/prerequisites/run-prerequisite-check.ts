import { and, eq, notInArray } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { publish } from "@/lib/db/events";
import { updatePackagePrereqStatus } from "@/lib/db/schema";
import { asOwner } from "@/lib/executive/as-owner";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { STEP_STATE, type StepState } from "../servicing/model";
import { reportStep } from "../servicing/site-status";
import type { UpdateStateName } from "../state-machine";
import { readSite } from "./collect-site-facts";
import { gatherFacts } from "./gather-facts";
import { judgeRule, type RuleResult, rulesFor } from "./judge-rules";
import { logFinished, logResults, logStart } from "./prereq-log";

export interface PrerequisiteCheckInput {
  packageGuid: string;
  siteCode: string;
  siteInstallId: number;
}

export type PrerequisiteOutcome = Extract<
  UpdateStateName,
  "PREREQ_SUCCESS" | "PREREQ_WARNING" | "PREREQ_ERROR"
>;

const STEP_OF: Record<PrerequisiteOutcome, StepState> = {
  PREREQ_SUCCESS: STEP_STATE.success,
  PREREQ_WARNING: STEP_STATE.warning,
  PREREQ_ERROR: STEP_STATE.failure,
};

/**
 * Checks every rule that counts for the site, on the server of the thread, keeps what each found and writes
 * ConfigMgrPrereq.log (reference/updates.md §10). Doing it again for the same attempt replaces its results.
 * @param moveOn moves the site on, in the transaction that keeps the results: a kill leaves both or neither
 * @returns what the worst of the rules found
 * @throws the signal's reason when the thread stops, FencedError
 */
export async function runPrerequisiteCheck(
  thread: ThreadContext,
  input: PrerequisiteCheckInput,
  moveOn: (tx: Database, outcome: PrerequisiteOutcome) => Promise<void> = async () => {},
): Promise<PrerequisiteOutcome> {
  const log = thread.logTo("ConfigMgrPrereq.log");
  const about = { packageGuid: input.packageGuid };
  await asOwner(thread, (tx) => report(tx, thread, input, STEP_STATE.inProgress));
  const { kind } = await readSite(thread.db, input.siteCode);
  const rules = rulesFor(kind);
  const source = { log, serverFqdn: thread.serverFqdn };
  logStart(source, kind, about);
  const gathered = await gatherFacts(
    { thread, packageGuid: input.packageGuid, siteCode: input.siteCode },
    new Set(rules.flatMap(({ needs }) => needs)),
  );
  const results = rules.flatMap((rule) => judgeRule(rule, gathered) ?? []);
  thread.signal.throwIfAborted();
  const outcome = outcomeOf(results);
  await asOwner(thread, async (tx) => {
    // The move takes the package's lock, which comes before those of its rows.
    await moveOn(tx, outcome);
    await keepResults(tx, input, results, thread.clock.now());
    await report(tx, thread, input, STEP_OF[outcome]);
  });
  logResults(source, kind, results, about);
  logFinished(source, about);
  return outcome;
}

/** Errors count more than warnings. */
export function outcomeOf(results: readonly Pick<RuleResult, "result">[]): PrerequisiteOutcome {
  if (results.some(({ result }) => result === "error")) return "PREREQ_ERROR";
  return results.some(({ result }) => result === "warning") ? "PREREQ_WARNING" : "PREREQ_SUCCESS";
}

const report = (
  tx: Database,
  { clock }: ThreadContext,
  input: PrerequisiteCheckInput,
  isComplete: StepState,
): Promise<void> =>
  reportStep(tx, {
    ...input,
    phase: "prerequisites",
    step: "check-prerequisites",
    isComplete,
    at: clock.now(),
  });

async function keepResults(
  tx: Database,
  { packageGuid, siteCode, siteInstallId }: PrerequisiteCheckInput,
  results: readonly RuleResult[],
  checkedAt: Date,
): Promise<void> {
  for (const { rule, result, params } of results) {
    const found = { result, params, checkedAt };
    await tx
      .insert(updatePackagePrereqStatus)
      .values({ packageGuid, siteCode, siteInstallId, rule: rule.name, ...found })
      .onConflictDoUpdate({
        target: [
          updatePackagePrereqStatus.packageGuid,
          updatePackagePrereqStatus.siteCode,
          updatePackagePrereqStatus.siteInstallId,
          updatePackagePrereqStatus.rule,
        ],
        set: found,
      });
  }
  const names = results.map(({ rule }) => rule.name);
  // An earlier check of the same attempt may have had more to say.
  await tx
    .delete(updatePackagePrereqStatus)
    .where(
      and(
        eq(updatePackagePrereqStatus.packageGuid, packageGuid),
        eq(updatePackagePrereqStatus.siteCode, siteCode),
        eq(updatePackagePrereqStatus.siteInstallId, siteInstallId),
        notInArray(updatePackagePrereqStatus.rule, names),
      ),
    );
  await publish(tx, { topic: "updates", key: packageGuid });
}
