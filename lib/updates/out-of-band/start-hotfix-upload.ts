import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { actorName } from "@/lib/context";
import { outOfBandImports } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { CHUNK_BYTES_MAX, HOTFIX_BYTES_MAX, HOTFIX_FILE_NAME } from "./model";
import { announceImport, receivedBytes } from "./upload-rows";

/** Begins the upload of a hotfix archive, or goes on with the one of the same file that was interrupted. */
export const startHotfixUpload = defineCommand({
  name: "start-hotfix-upload",
  action: "offline.import",
  input: z.object({
    fileName: z.string().regex(HOTFIX_FILE_NAME),
    bytes: z.int().min(1).max(HOTFIX_BYTES_MAX),
  }),
  async run(ctx, { fileName, bytes }) {
    const requestedBy = actorName(ctx.actor);
    const [open] = await ctx.db
      .select()
      .from(outOfBandImports)
      .where(and(eq(outOfBandImports.requestedBy, requestedBy), eq(outOfBandImports.state, "uploading")))
      .for("update");
    if (open && (open.fileName !== fileName || open.bytes !== bytes))
      return fail("hotfix-upload-open", { params: { importId: open.id, fileName: open.fileName } });
    if (open) {
      const position = await receivedBytes(ctx.db, open.id);
      return ok({ importId: open.id, position, chunkBytes: CHUNK_BYTES_MAX });
    }
    const [made] = await ctx.db
      .insert(outOfBandImports)
      .values({ fileName, bytes, state: "uploading", requestedBy, createdAt: ctx.clock.now() })
      .returning({ id: outOfBandImports.id });
    if (!made) throw new Error("the import was not inserted");
    await announceImport(ctx.db, made.id);
    return ok({ importId: made.id, position: 0, chunkBytes: CHUNK_BYTES_MAX });
  },
  // What is uploaded counts when it is finished.
  audit: () => null,
});
