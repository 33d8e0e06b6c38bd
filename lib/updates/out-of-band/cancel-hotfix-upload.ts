import { eq } from "drizzle-orm";
import { z } from "zod";
import { outOfBandImports } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { announceImport, lockImport } from "./upload-rows";

/** Gives an upload up that was not finished; its bytes are removed. */
export const cancelHotfixUpload = defineCommand({
  name: "cancel-hotfix-upload",
  action: "offline.import",
  input: z.object({ importId: z.guid() }),
  async run(ctx, { importId }) {
    const row = await lockImport(ctx.db, importId);
    if (!row) return fail("hotfix-not-found");
    if (row.state !== "uploading") return fail("hotfix-upload-ended");
    await ctx.db.delete(outOfBandImports).where(eq(outOfBandImports.id, importId));
    await announceImport(ctx.db, importId);
    return ok({ importId, fileName: row.fileName });
  },
  audit: ({ importId }, { fileName }) => ({
    messageId: 60018,
    objectType: "hotfix-import",
    objectId: importId,
    strings: [fileName, "", "0"],
  }),
});
