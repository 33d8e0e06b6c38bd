import { eq } from "drizzle-orm";
import { hierarchySettings, updatePackages } from "@/lib/db/schema";
import { type Failure, fail, ok } from "@/lib/result";
import { defineQuery } from "@/lib/use-case";
import { versionOf } from "../features/ask-for-features";
import { type FeatureRow, readFeatures } from "../features/list-features";
import { IMPACT } from "../manifest";
import { packageInput } from "../package-input";
import { updateStateName } from "../state-machine";
import { PREREQ_FLAG } from "./model";
import { readEula, whyNotNow } from "./start-servicing";

/** What the Updates Wizard shows of a package before anything is chosen (reference/updates.md §11). */
export interface ServicingOptions {
  packageGuid: string;
  name: string;
  fullVersion: string;
  /** Bits: 1 site server, 2 console, 4 client, 8 new features, 16 bug fixes. */
  impact: number;
  /** Licence terms by language; null when there are none to accept. */
  eula: { en: string; de?: string } | null;
  /** Optional and pre-release features of the version the package brings. */
  features: FeatureRow[];
  /** Of the consent to pre-release features; without it they can be seen, not chosen. */
  consentAt: Date | null;
  /** Null when the package brings no client. */
  client: { version: string | null; pilotingConfigured: boolean; collection: string | null } | null;
  /** What would refuse it now, before any choice; null when nothing would. */
  refusals: { check: Failure | null; install: Failure | null };
}

/** What can be chosen when a package is installed, and what stands against it now. */
export const getServicingOptions = defineQuery({
  name: "get-servicing-options",
  action: "updates.view",
  input: packageInput,
  async run({ db, clock }, { packageGuid }) {
    const [row] = await db.select().from(updatePackages).where(eq(updatePackages.packageGuid, packageGuid));
    if (!row) return fail("update-not-found");
    const [settings] = await db.select().from(hierarchySettings);
    const pack = { packageGuid, state: updateStateName(row.state) ?? "UNKNOWN", row };
    const version = versionOf(row);
    const at = clock.now();
    const collection = settings?.preProductionCollection ?? null;
    const includesClient = (row.impact & IMPACT.client) !== 0;
    return ok({
      packageGuid,
      name: row.name,
      fullVersion: row.fullVersion,
      impact: row.impact,
      eula: readEula(row),
      features: version === null ? [] : await readFeatures(db, version),
      consentAt: settings?.preReleaseConsentAt ?? null,
      client: includesClient
        ? {
            version: row.clientVersion,
            pilotingConfigured: settings?.preProductionUpgrade === true && collection !== null,
            collection,
          }
        : null,
      refusals: {
        check: await whyNotNow(db, pack, { prereqFlag: PREREQ_FLAG.prereqOnly, at }),
        install: await whyNotNow(db, pack, { prereqFlag: PREREQ_FLAG.stopOnWarning, at }),
      },
    } satisfies ServicingOptions);
  },
});
