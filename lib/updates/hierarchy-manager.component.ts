import { Hour, Minute } from "@/lib/clock";
import type { ComponentDefinition, ThreadContext } from "@/lib/executive/component-thread";
import { hasUnjudgedPackages, type JudgedPackage, judgePackages, readHierarchyFacts } from "./judge-packages";
import { driveServicing } from "./servicing/drive-servicing";

/** The product's sleep between two judgements (reference/updates.md §3, step 4). */
const JUDGE_INTERVAL = Hour.ms;
/** How often the hierarchy is looked at when nobody announces a change. */
const LOOK_INTERVAL = Minute.ms;

/**
 * SMS_HIERARCHY_MANAGER: judges which packages of the catalogue apply to this hierarchy: when the catalogue
 * brings or changes one, when the hierarchy or what the cloud holds relevant changes, and every hour. It also decides how the package that is being
 * processed goes on, and turns features on.
 */
export const hierarchyManager: ComponentDefinition = {
  name: "SMS_HIERARCHY_MANAGER",
  logFile: "hman.log",
  type: 0,
  runsOn: "top-level-site-server",
  async run(thread) {
    let judgedAt = 0;
    let judgedFacts = "";
    while (!thread.signal.aborted) {
      const now = thread.clock.now().getTime();
      const facts = await fingerprint(thread);
      if (
        now - judgedAt >= JUDGE_INTERVAL ||
        facts !== judgedFacts ||
        (await hasUnjudgedPackages(thread.db))
      ) {
        report(thread, await judgePackages(thread.db, thread.clock, thread.component));
        judgedAt = now;
        // The judgement itself may have moved states that other packages depend on.
        judgedFacts = await fingerprint(thread);
        await thread.setNextScheduled(new Date(now + JUDGE_INTERVAL));
      }
      await driveServicing(thread);
      await thread.wait(["updates", "role", "sites", "features", "usage-data"], LOOK_INTERVAL);
    }
  },
};

const fingerprint = async ({ db }: ThreadContext): Promise<string> =>
  JSON.stringify(await readHierarchyFacts(db));

/** The lines of reference/updates.md §3 and §3.1, for packages whose state changed. */
function report({ log }: ThreadContext, judged: JudgedPackage[]): void {
  for (const { packageGuid, outcome, reasons, changed } of judged) {
    if (!changed) continue;
    const guid = packageGuid.toUpperCase();
    if (outcome === "APPLICABILITY_SUCCESS") {
      log.info(`Configuration Manager Update (PackageGuid=${guid}) is applicable`, { packageGuid });
      continue;
    }
    for (const { rule, params } of reasons.filter((reason) => !reason.passed)) {
      log.info(`SQL MESSAGE:  - ${rule} ${JSON.stringify(params)}`, { packageGuid });
    }
    log.info(`Configuration Manager Update (PackageGuid=${guid}) is not applicable and should be filtered.`, {
      packageGuid,
    });
  }
}
