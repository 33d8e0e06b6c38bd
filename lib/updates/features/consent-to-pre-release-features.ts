import { z } from "zod";
import { actorName } from "@/lib/context";
import { publish } from "@/lib/db/events";
import { hierarchySettings } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { findTopLevelSite } from "../servicing/start-servicing";

/** *Consent to use pre-release features*: once per hierarchy, never taken back (reference/updates.md §15). */
export const consentToPreReleaseFeatures = defineCommand({
  name: "consent-to-pre-release-features",
  action: "features.consent",
  input: z.object({ confirm: z.literal(true) }),
  async run({ db, clock, actor }) {
    await db.insert(hierarchySettings).values({}).onConflictDoNothing();
    const [settings] = await db.select().from(hierarchySettings).for("update");
    if (settings?.preReleaseConsentAt) return fail("consent-already-given");
    await db
      .update(hierarchySettings)
      .set({ preReleaseConsentAt: clock.now(), preReleaseConsentBy: actorName(actor) });
    await publish(db, { topic: "features" });
    const site = await findTopLevelSite(db);
    return ok({ site: site?.siteCode ?? "" });
  },
  audit: (_input, { site }) => ({
    messageId: 60016,
    objectType: "hierarchy",
    objectId: site,
    strings: [site],
  }),
});
