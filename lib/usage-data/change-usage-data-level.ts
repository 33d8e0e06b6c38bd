import { z } from "zod";
import { actorName } from "@/lib/context";
import { publish } from "@/lib/db/events";
import { usageDataSettings } from "@/lib/db/schema";
import { ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { USAGE_DATA_LEVELS, type UsageDataLevel, usageDataLevel } from "./model";
import { readUsageDataSettings } from "./settings";
import { discardUploads } from "./upload/upload-store";

export interface ChangedLevel {
  from: UsageDataLevel;
  to: UsageDataLevel;
  /** Batches of a higher level that waited, and never leave now. */
  discarded: number;
}

/**
 * Sets the level of usage data for the whole hierarchy. The next collection uses it; what has not left yet is bound by
 * a lower level at once (reference/usage-data.md §2.1). Setting the level in force is no change.
 */
export const changeUsageDataLevel = defineCommand({
  name: "change-usage-data-level",
  action: "usage-data.change-level",
  input: z.object({ level: usageDataLevel }),
  async run({ db, clock, actor }, { level }) {
    await readUsageDataSettings(db);
    // A collection that completes or an upload that begins waits for this, or this for it.
    const [settings] = await db
      .select({ level: usageDataSettings.level })
      .from(usageDataSettings)
      .for("update");
    const from = usageDataLevel.parse(settings?.level);
    if (from === level) return ok<ChangedLevel>({ from, to: level, discarded: 0 });
    const at = clock.now();
    await db.update(usageDataSettings).set({ level, levelChangedAt: at, levelChangedBy: actorName(actor) });
    const discarded = await discardUploads(db, at, { aboveLevel: level });
    await publish(db, { topic: "usage-data", key: "level" });
    return ok<ChangedLevel>({ from, to: level, discarded });
  },
  audit: (_input, { from, to }) =>
    from === to
      ? null
      : {
          messageId: 60003,
          objectType: "usage-data",
          objectId: "level",
          strings: [USAGE_DATA_LEVELS[from], USAGE_DATA_LEVELS[to]],
        },
});
