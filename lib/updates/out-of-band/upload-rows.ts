import { createHash } from "node:crypto";
import { and, asc, desc, eq, gt, sql } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { publish } from "@/lib/db/events";
import { outOfBandChunks, outOfBandImports } from "@/lib/db/schema";

export type ImportRow = typeof outOfBandImports.$inferSelect;

/** Wakes SMS_DMP_DOWNLOADER and the pages. */
export const announceImport = (db: Database, importId: string): Promise<void> =>
  publish(db, { topic: "updates", key: importId });

/** Locks the row: two requests of one upload must not both believe the same end. */
export async function lockImport(db: Database, importId: string): Promise<ImportRow | null> {
  const [row] = await db
    .select()
    .from(outOfBandImports)
    .where(eq(outOfBandImports.id, importId))
    .for("update");
  return row ?? null;
}

/** How many bytes of an upload are here, without a gap. */
export async function receivedBytes(db: Database, importId: string): Promise<number> {
  const [last] = await db
    .select({ end: sql<string>`${outOfBandChunks.position} + length(${outOfBandChunks.data})` })
    .from(outOfBandChunks)
    .where(eq(outOfBandChunks.importId, importId))
    .orderBy(desc(outOfBandChunks.position))
    .limit(1);
  return Number(last?.end ?? 0);
}

/** The bytes of an upload in their order, one chunk in memory at a time. */
export async function* readChunks(db: Database, importId: string): AsyncGenerator<Buffer> {
  for (let after = -1; ; ) {
    const [chunk] = await db
      .select({ position: outOfBandChunks.position, data: outOfBandChunks.data })
      .from(outOfBandChunks)
      .where(and(eq(outOfBandChunks.importId, importId), gt(outOfBandChunks.position, after)))
      .orderBy(asc(outOfBandChunks.position))
      .limit(1);
    if (!chunk) return;
    yield chunk.data;
    after = chunk.position;
  }
}

export async function hashOf(content: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of content) hash.update(chunk);
  return hash.digest("hex");
}
