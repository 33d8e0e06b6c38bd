import { z } from "zod";
import { outOfBandChunks } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { CHUNK_BYTES_MAX } from "./model";
import { announceImport, lockImport, receivedBytes } from "./upload-rows";

/**
 * Takes the next bytes of an upload. Bytes that are here already are taken again without harm: their answer may have
 * been lost.
 */
export const receiveHotfixChunk = defineCommand({
  name: "receive-hotfix-chunk",
  action: "offline.import",
  input: z.object({
    importId: z.guid(),
    position: z.int().min(0),
    data: z
      .instanceof(Uint8Array)
      .refine(({ byteLength }) => byteLength > 0 && byteLength <= CHUNK_BYTES_MAX, "is empty or too long"),
  }),
  async run(ctx, { importId, position, data }) {
    const row = await lockImport(ctx.db, importId);
    if (!row) return fail("hotfix-not-found");
    if (row.state !== "uploading") return fail("hotfix-upload-ended");
    const expected = await receivedBytes(ctx.db, importId);
    const end = position + data.byteLength;
    if (end <= expected) return ok({ position: expected, bytes: row.bytes });
    if (position !== expected || end > row.bytes)
      return fail("hotfix-chunk-misplaced", { params: { position: expected } });
    await ctx.db.insert(outOfBandChunks).values({ importId, position, data: Buffer.from(data) });
    await announceImport(ctx.db, importId);
    return ok({ position: end, bytes: row.bytes });
  },
  audit: () => null,
});
