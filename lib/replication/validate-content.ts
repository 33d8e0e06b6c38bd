import { and, eq } from "drizzle-orm";
import { contentDistributions, updatePackages } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { newestVersion } from "../updates/easy-setup/versions";
import { publishReplication } from "./distribution";
import { packageSiteInput } from "./package-site-input";

/** Has the stored content of a package looked at now, at one site or at all that have it. */
export const validateContent = defineCommand({
  name: "validate-content",
  action: "updates.retry",
  input: packageSiteInput,
  async run({ db, clock }, { packageGuid, siteCode }) {
    const [pack] = await db
      .select({ name: updatePackages.name })
      .from(updatePackages)
      .where(eq(updatePackages.packageGuid, packageGuid));
    if (!pack) return fail("update-not-found");
    const version = await newestVersion(db, packageGuid);
    if (!version) return fail("content-not-stored");
    const asked = await db
      .update(contentDistributions)
      .set({ validationRequestedAt: clock.now() })
      .where(
        and(
          eq(contentDistributions.packageId, version.packageId),
          eq(contentDistributions.version, version.version),
          eq(contentDistributions.state, "stored"),
          siteCode ? eq(contentDistributions.siteCode, siteCode) : undefined,
        ),
      )
      .returning({ siteCode: contentDistributions.siteCode });
    if (asked.length === 0) return fail("content-not-stored");
    await publishReplication(db, packageGuid);
    return ok({ packageGuid, name: pack.name, siteCodes: asked.map((row) => row.siteCode) });
  },
  audit: ({ packageGuid }, { name, siteCodes }) => ({
    messageId: 60049,
    objectType: "update-package",
    objectId: packageGuid,
    strings: [packageGuid, name, siteCodes.join(", ")],
  }),
});
