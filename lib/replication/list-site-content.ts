import { and, desc, eq, ne } from "drizzle-orm";
import { z } from "zod";
import { contentDistributions, easySetupVersions, updatePackages } from "@/lib/db/schema";
import { ok } from "@/lib/result";
import { defineQuery } from "@/lib/use-case";
import type { ErrorDetail } from "../updates/model";
import { toErrorDetail } from "../updates/update-rows";
import type { DistributionState } from "./distribution";

/** A version of the Easy Setup package in the content library of one site. */
export interface SiteContentRow {
  packageId: string;
  version: number;
  packageGuid: string;
  /** Null when the update is known no more. */
  updateName: string | null;
  state: DistributionState;
  totalBytes: number;
  storedAt: Date | null;
  validatedAt: Date | null;
  nextValidationAt: Date | null;
  validationRequestedAt: Date | null;
  damagedPieces: number;
  error: ErrorDetail | null;
}

/** More versions than this are not kept: a retired one is removed. */
const VERSIONS_MAX = 100;

/** What a site has in its content library, the newest version first. */
export const listSiteContent = defineQuery({
  name: "list-site-content",
  action: "updates.view",
  input: z.object({ siteCode: z.string().regex(/^[A-Z0-9]{3}$/) }),
  async run({ db }, { siteCode }) {
    const rows = await db
      .select({ row: contentDistributions, content: easySetupVersions, updateName: updatePackages.name })
      .from(contentDistributions)
      .innerJoin(
        easySetupVersions,
        and(
          eq(easySetupVersions.packageId, contentDistributions.packageId),
          eq(easySetupVersions.version, contentDistributions.version),
        ),
      )
      .leftJoin(updatePackages, eq(updatePackages.packageGuid, easySetupVersions.packageGuid))
      .where(and(eq(contentDistributions.siteCode, siteCode), ne(contentDistributions.state, "removed")))
      .orderBy(desc(contentDistributions.version))
      .limit(VERSIONS_MAX);
    return ok(
      rows.map(
        ({ row, content, updateName }) =>
          ({
            packageId: row.packageId,
            version: row.version,
            packageGuid: content.packageGuid,
            updateName,
            state: row.state,
            totalBytes: content.totalBytes,
            storedAt: row.storedAt,
            validatedAt: row.validatedAt,
            nextValidationAt: row.nextValidationAt,
            validationRequestedAt: row.validationRequestedAt,
            damagedPieces: row.damagedPieces,
            error: toErrorDetail(row.errorCode, row.errorParams),
          }) satisfies SiteContentRow,
      ),
    );
  },
});
