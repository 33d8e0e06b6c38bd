import { eq } from "drizzle-orm";
import { z } from "zod";
import { writeAudit } from "@/lib/access/audit";
import { whyNotOnline } from "@/lib/connectivity/running-mode";
import { actorName } from "@/lib/context";
import { offlineImports } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { announceImport, readReport } from "./import-rows";

/** The acceptance of old metadata; the approval itself is 60018. User, file, hash, when it expired. */
const EXPIRED_ACCEPTED = 60019;

/** Imports what was examined. Metadata whose time is over needs `acceptExpired`, which is audited by itself. */
export const approveOfflineImport = defineCommand({
  name: "approve-offline-import",
  action: "offline.import",
  input: z.object({ importId: z.guid(), acceptExpired: z.boolean().default(false) }),
  async run(ctx, { importId, acceptExpired }) {
    if ((await whyNotOnline(ctx.db)) === null) return fail("offline-mode-required");
    const [row] = await ctx.db
      .select()
      .from(offlineImports)
      .where(eq(offlineImports.importId, importId))
      .for("update");
    if (!row) return fail("offline-import-not-found");
    const report = readReport(row);
    if (row.state !== "examined" || !report)
      return fail("offline-import-not-examined", { params: { state: row.state } });
    // It may also have expired since it was examined.
    const expired = new Date(report.metadataExpiresAt) <= ctx.clock.now();
    if (expired && !acceptExpired)
      return fail("offline-age-not-accepted", { params: { expires: report.metadataExpiresAt } });
    if (expired) {
      await writeAudit(ctx, {
        messageId: EXPIRED_ACCEPTED,
        action: "offline.import",
        objectType: "offline-import",
        objectId: importId,
        strings: [row.fileName, report.contentsSha256, report.metadataExpiresAt],
      });
    }
    await ctx.db
      .update(offlineImports)
      .set({ state: "approved", expiredAcceptedBy: expired ? actorName(ctx.actor) : null })
      .where(eq(offlineImports.importId, importId));
    await announceImport(ctx.db, importId);
    const updates = report.updates.filter(({ outcome }) => outcome === "import").length;
    return ok({ fileName: row.fileName, contentsSha256: report.contentsSha256, updates });
  },
  audit: ({ importId }, { fileName, contentsSha256, updates }) => ({
    messageId: 60018,
    objectType: "offline-import",
    objectId: importId,
    strings: [fileName, contentsSha256, String(updates)],
  }),
});
