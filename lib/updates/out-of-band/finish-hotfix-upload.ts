import { eq } from "drizzle-orm";
import { z } from "zod";
import { outOfBandImports } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { announceImport, hashOf, lockImport, readChunks, receivedBytes } from "./upload-rows";

/** Hands a whole upload to SMS_DMP_DOWNLOADER, which verifies and imports it. */
export const finishHotfixUpload = defineCommand({
  name: "finish-hotfix-upload",
  action: "offline.import",
  input: z.object({ importId: z.guid() }),
  async run(ctx, { importId }) {
    const row = await lockImport(ctx.db, importId);
    if (!row) return fail("hotfix-not-found");
    if (row.state !== "uploading") return fail("hotfix-upload-ended");
    const position = await receivedBytes(ctx.db, importId);
    if (position !== row.bytes)
      return fail("hotfix-upload-incomplete", { params: { position, bytes: row.bytes } });
    const sha256 = await hashOf(readChunks(ctx.db, importId));
    await ctx.db
      .update(outOfBandImports)
      .set({ state: "received", sha256 })
      .where(eq(outOfBandImports.id, importId));
    await announceImport(ctx.db, importId);
    return ok({ importId, fileName: row.fileName, sha256 });
  },
  audit: ({ importId }, { fileName, sha256 }) => ({
    messageId: 60018,
    objectType: "hotfix-import",
    objectId: importId,
    strings: [fileName, sha256, "1"],
  }),
});
