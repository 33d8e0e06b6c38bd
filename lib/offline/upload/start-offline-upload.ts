import { and, desc, eq } from "drizzle-orm";
import { z } from "zod";
import { whyNotOnline } from "@/lib/connectivity/running-mode";
import { actorName } from "@/lib/context";
import type { Database } from "@/lib/db/connection";
import { fileUploads, offlineImports } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { announceImport } from "../import-rows";
import { parseVolumeName } from "../volumes";
import {
  TRANSFER_CHUNK_BYTES,
  TRANSFER_FILE_NAME,
  TRANSFER_PACKAGE_BYTES_MAX,
  type UploadPlace,
  VOLUMES_MAX,
} from "./model";
import { uploadsOf } from "./upload-rows";

const files = z
  .array(
    z.object({
      fileName: z.string().regex(TRANSFER_FILE_NAME),
      bytes: z.int().min(1).max(TRANSFER_PACKAGE_BYTES_MAX),
    }),
  )
  .min(1)
  .max(VOLUMES_MAX);

type NamedFile = z.infer<typeof files>[number];

/**
 * Begins the upload of a transfer package, or goes on with the one of the same files that was interrupted.
 * @returns where each file goes on, in bytes from its beginning
 */
export const startOfflineUpload = defineCommand({
  name: "start-offline-upload",
  action: "offline.import",
  input: z.object({ files }),
  async run(ctx, input) {
    const refusal = await whyNotOnline(ctx.db);
    if (refusal === null) return fail("offline-mode-required");
    if (refusal !== "role-offline") return fail(refusal);
    const named = input.files.toSorted((a, b) => compareNames(a.fileName, b.fileName));
    const [first] = named;
    if (!first || !isOnePackage(named)) return fail("offline-upload-mixed", { field: "files" });
    const bytes = named.reduce((sum, file) => sum + file.bytes, 0);
    if (bytes > TRANSFER_PACKAGE_BYTES_MAX) return fail("offline-upload-too-large", { field: "files" });
    const requestedBy = actorName(ctx.actor);
    const interrupted = await findInterrupted(ctx.db, { requestedBy, named, bytes });
    if (interrupted) return ok({ ...interrupted, chunkBytes: TRANSFER_CHUNK_BYTES });
    const now = ctx.clock.now();
    const [made] = await ctx.db
      .insert(offlineImports)
      .values({
        source: "upload",
        fileName: first.fileName,
        bytes,
        bytesTotal: bytes,
        state: "uploading",
        requestedBy,
        createdAt: now,
      })
      .returning({ importId: offlineImports.importId });
    if (!made) throw new Error("the import was not inserted");
    const { importId } = made;
    await ctx.db.insert(fileUploads).values(
      named.map((file) => ({
        ...file,
        purpose: "transfer-package" as const,
        ownerId: importId,
        createdAt: now,
        updatedAt: now,
      })),
    );
    await announceImport(ctx.db, importId);
    const places = (await uploadsOf(ctx.db, importId)).map(placeOf);
    return ok({ importId, files: places, chunkBytes: TRANSFER_CHUNK_BYTES });
  },
  // What is uploaded counts when it is approved.
  audit: () => null,
});

const compareNames = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** One zip, or the volumes of one, each once. */
function isOnePackage(named: readonly NamedFile[]): boolean {
  if (named.length === 1) return true;
  const volumes = named.map(({ fileName }) => parseVolumeName(fileName));
  return (
    volumes.every((volume) => volume !== null && volume.packageName === volumes[0]?.packageName) &&
    new Set(volumes.map((volume) => volume?.number)).size === named.length
  );
}

async function findInterrupted(
  db: Database,
  { requestedBy, named, bytes }: { requestedBy: string; named: readonly NamedFile[]; bytes: number },
): Promise<{ importId: string; files: UploadPlace[] } | null> {
  const open = await db
    .select({ importId: offlineImports.importId })
    .from(offlineImports)
    .where(
      and(
        eq(offlineImports.requestedBy, requestedBy),
        eq(offlineImports.state, "uploading"),
        eq(offlineImports.bytes, bytes),
      ),
    )
    .orderBy(desc(offlineImports.createdAt));
  for (const { importId } of open) {
    const uploads = await uploadsOf(db, importId);
    const isSame =
      uploads.length === named.length &&
      uploads.every(
        ({ fileName, bytes: size }, at) => fileName === named[at]?.fileName && size === named[at]?.bytes,
      );
    if (isSame) return { importId, files: uploads.map(placeOf) };
  }
  return null;
}

const placeOf = ({
  uploadId,
  fileName,
  bytes,
  receivedBytes,
}: typeof fileUploads.$inferSelect): UploadPlace => ({ uploadId, fileName, bytes, position: receivedBytes });
