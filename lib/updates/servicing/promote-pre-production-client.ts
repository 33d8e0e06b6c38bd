import { z } from "zod";
import { actorName } from "@/lib/context";
import { publish } from "@/lib/db/events";
import { hierarchySettings } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { hasMixedVersions } from "./mixed-versions";
import { readOpenRun } from "./run";
import { isPrereqOnly } from "./start-servicing";

/**
 * **Promote Pre-production Client**: what the pre-production collection tried becomes the client of all. Only
 * after the last site is updated (reference/updates.md §13).
 */
export const promotePreProductionClient = defineCommand({
  name: "promote-pre-production-client",
  action: "client.promote",
  input: z.object({}),
  async run(ctx) {
    const [settings] = await ctx.db.select().from(hierarchySettings).for("update");
    const version = settings?.preProductionClientVersion ?? null;
    if (version === null) return fail("no-pre-production-client");
    const run = await readOpenRun(ctx.db);
    const isInstalling = run !== null && !isPrereqOnly(run.prereqFlag);
    if (isInstalling || (await hasMixedVersions(ctx.db))) return fail("sites-lag-behind");
    await ctx.db.update(hierarchySettings).set({
      productionClientVersion: version,
      preProductionClientVersion: null,
      preProductionClientAt: null,
      clientPromotedAt: ctx.clock.now(),
      clientPromotedBy: actorName(ctx.actor),
    });
    await publish(ctx.db, { topic: "sites" });
    return ok({ version });
  },
  audit: (_input, { version }) => ({
    messageId: 60055,
    objectType: "client",
    objectId: version,
    strings: [version],
  }),
});
