import { eq } from "drizzle-orm";
import { z } from "zod";
import { publish } from "@/lib/db/events";
import { fileUploadChunks, fileUploads } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { PIPE_BYTES_MAX, TRANSFER_CHUNK_BYTES } from "./model";
import { lockUpload } from "./upload-rows";

/**
 * Takes the next bytes of a file. Bytes that are here already are taken again without harm: their answer may have
 * been lost. While the server has too much to write it says `offline-upload-waits`: the same bytes come again later.
 */
export const receiveOfflineChunk = defineCommand({
  name: "receive-offline-chunk",
  action: "offline.import",
  input: z.object({
    importId: z.guid(),
    uploadId: z.guid(),
    position: z.int().min(0),
    data: z
      .instanceof(Uint8Array)
      .refine(
        ({ byteLength }) => byteLength > 0 && byteLength <= TRANSFER_CHUNK_BYTES,
        "is empty or too long",
      ),
  }),
  async run(ctx, { importId, uploadId, position, data }) {
    const found = await lockUpload(ctx.db, { importId, uploadId });
    if (!found) return fail("offline-import-not-found");
    const { upload, owner } = found;
    if (owner.state !== "uploading") return fail("offline-import-ended", { params: { state: owner.state } });
    const { receivedBytes, storedBytes, bytes } = upload;
    const end = position + data.byteLength;
    if (end <= receivedBytes) return ok({ position: receivedBytes });
    if (position !== receivedBytes || end > bytes)
      return fail("offline-chunk-misplaced", { params: { position: receivedBytes } });
    if (end - storedBytes > PIPE_BYTES_MAX) return fail("offline-upload-waits");
    await ctx.db.insert(fileUploadChunks).values({ uploadId, position, data: Buffer.from(data) });
    await ctx.db
      .update(fileUploads)
      .set({ receivedBytes: end, updatedAt: ctx.clock.now() })
      .where(eq(fileUploads.uploadId, uploadId));
    // Wakes the server alone: readers follow what it stores.
    await publish(ctx.db, { topic: "offline-uploads", key: importId });
    return ok({ position: end });
  },
  audit: () => null,
});
