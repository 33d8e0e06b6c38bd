import { eq } from "drizzle-orm";
import { hierarchySettings, roleChanges } from "@/lib/db/schema";
import { moveFacts } from "../../move-facts";
import { failed, notApplicable, passed, type RoleCheck } from "../model";

/** Given at the primary before it was expanded, the consent is given again at the new top-level site. */
export const preReleaseConsent: RoleCheck = {
  id: "pre-release-consent",
  kinds: ["expand"],
  topics: ["features", "sites"],
  cure: "/settings",
  async look({ db, change }) {
    const [settings] = await db.select({ at: hierarchySettings.preReleaseConsentAt }).from(hierarchySettings);
    if (settings?.at) return passed({}, "consent-given");
    const [row] = await db
      .select({ facts: roleChanges.facts })
      .from(roleChanges)
      .where(eq(roleChanges.id, change.id));
    const isWithdrawn = moveFacts.safeParse(row?.facts).data?.consentWithdrawn === true;
    return isWithdrawn ? failed("consent-to-give-again") : notApplicable("consent-never-given");
  },
};
