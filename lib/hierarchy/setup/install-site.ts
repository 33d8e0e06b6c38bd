import { sql } from "drizzle-orm";
import { publish } from "@/lib/db/events";
import { sites } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { collectSetupFacts } from "./check-prerequisites";
import { environmentOf, judgeSetup, type SetupCheckId } from "./checks";
import { findFaults } from "./find-faults";
import { INSTALL_STEPS, type InstallStepId, stepsFor } from "./install-steps";
import { isSetUp, SITE_INSTALLED } from "./is-set-up";
import { setupOrder } from "./model";

/** What Setup has made. */
export interface InstalledSite {
  siteCode: string;
  siteName: string;
  /** In the order they were done. */
  steps: { id: InstallStepId; tookMs: number }[];
}

/**
 * *Installation*: makes the first site with its servers, the role, the settings and the administrator in one
 * transaction, so that there is a whole site afterwards or none. The checks are run once more inside it; of two that
 * install at the same time the second finds the first one's site.
 */
export const installSite = defineCommand({
  name: "install-site",
  action: "setup.run",
  input: setupOrder,
  async run(ctx, { setup, machine }) {
    await ctx.db.execute(sql`lock table ${sites} in exclusive mode`);
    if (await isSetUp(ctx.db)) return fail("setup-done");
    const [fault] = findFaults(setup);
    if (fault) return fail("setup-input-refused", { field: fault.field, params: { reason: fault.code } });
    const facts = await collectSetupFacts(ctx, setup, machine);
    const blocking = judgeSetup(facts).find(({ outcome }) => outcome === "failed");
    if (blocking)
      return fail("setup-check-failed", { params: { check: blocking.id satisfies SetupCheckId } });
    const environmentId = environmentOf(setup, facts.environments)?.id ?? "";
    const installed: InstalledSite = { siteCode: setup.siteCode, siteName: setup.siteName, steps: [] };
    for (const id of stepsFor(setup)) {
      const began = performance.now();
      await INSTALL_STEPS[id](ctx, { input: setup, environmentId });
      installed.steps.push({ id, tookMs: Math.round(performance.now() - began) });
    }
    for (const topic of ["sites", "role", "components", "usage-data"] as const)
      await publish(ctx.db, { topic, key: setup.siteCode });
    return ok(installed);
  },
  audit: ({ setup }) => ({
    messageId: SITE_INSTALLED,
    objectType: "site",
    objectId: setup.siteCode,
    strings: [setup.siteCode, setup.siteName, setup.siteServer],
  }),
});
