import { eq } from "drizzle-orm";
import { z } from "zod";
import { offlineImports } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { announceImport } from "./import-rows";
import { isOpen, WORKING_STATES } from "./import-states";

/**
 * Gives an import up. One that is worked on ends at its next safe moment: what is verified by then stays, and the
 * updates it was bringing are as before.
 */
export const cancelOfflineImport = defineCommand({
  name: "cancel-offline-import",
  action: "offline.import",
  input: z.object({ importId: z.guid() }),
  async run(ctx, { importId }) {
    const [row] = await ctx.db
      .select()
      .from(offlineImports)
      .where(eq(offlineImports.importId, importId))
      .for("update");
    if (!row) return fail("offline-import-not-found");
    if (!isOpen(row.state)) return fail("offline-import-ended", { params: { state: row.state } });
    const isWorked = (WORKING_STATES as readonly string[]).includes(row.state);
    await ctx.db
      .update(offlineImports)
      .set(
        isWorked
          ? { cancelRequested: true }
          : { state: "canceled", cancelRequested: true, finishedAt: ctx.clock.now() },
      )
      .where(eq(offlineImports.importId, importId));
    await announceImport(ctx.db, importId);
    return ok({ fileName: row.fileName, canceled: !isWorked });
  },
  audit: ({ importId }, { fileName }) => ({
    messageId: 60018,
    objectType: "offline-import",
    objectId: importId,
    strings: [fileName, "", "0"],
  }),
});
