import { createHash } from "node:crypto";
import { z } from "zod";
import { findCollidingPath, isSafeManifestPath } from "@/lib/updates/manifest-path";
import { ContentError } from "./content-error";
import { type ContentManifest, PIECE_BYTES } from "./model";

/** Larger than any package of the product: 20,000 files with the pieces of 100 GB. */
export const MAX_MANIFEST_BYTES = 16 * 1024 * 1024;

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);

export const isSha256 = (text: string): boolean => sha256Schema.safeParse(text).success;

const fileSchema = z
  .strictObject({
    path: z.string().refine(isSafeManifestPath),
    bytes: z.number().int().nonnegative(),
    sha256: sha256Schema,
    pieces: z.array(sha256Schema),
  })
  .refine((file) => file.pieces.length === pieceCount(file.bytes));

const manifestSchema = z
  .strictObject({
    packageId: z.string().regex(/^[A-Z0-9]{8}$/),
    version: z.number().int().positive(),
    files: z.array(fileSchema).max(20_000),
  })
  .refine(({ files }) => findCollidingPath(files.map(({ path }) => path)) === undefined);

export const pieceCount = (bytes: number): number => Math.ceil(bytes / PIECE_BYTES);

/** Where a piece lies in its file; `end` is one past its last byte. */
export function pieceRange(bytes: number, index: number): { start: number; end: number } {
  const start = index * PIECE_BYTES;
  return { start, end: Math.min(start + PIECE_BYTES, bytes) };
}

/** The bytes of a manifest, the same for the same content wherever they are made. */
export function encodeManifest(manifest: ContentManifest): { text: string; sha256: string } {
  const { packageId, version, files } = manifestSchema.parse(manifest);
  const text = JSON.stringify({
    packageId,
    version,
    files: files.map(({ path, bytes, sha256, pieces }) => ({ path, bytes, sha256, pieces })),
  });
  return { text, sha256: createHash("sha256").update(text).digest("hex") };
}

/**
 * Reads a manifest that is exactly the one its hash names.
 * @throws ContentError `manifest-damaged`
 */
export function decodeManifest(
  text: Uint8Array,
  expected: { packageId: string; version: number; sha256: string },
): ContentManifest {
  const { packageId, version } = expected;
  const damaged = () => new ContentError("manifest-damaged", { packageId, version });
  // Believed by its hash first; nothing of it is parsed before.
  if (createHash("sha256").update(text).digest("hex") !== expected.sha256) throw damaged();
  const manifest = parseManifest(text);
  if (manifest?.packageId !== packageId || manifest.version !== version) throw damaged();
  return manifest;
}

/** A manifest without its hash at hand, e.g. to learn which files are still named; null when it is none. */
export function parseManifest(text: Uint8Array): ContentManifest | null {
  try {
    return manifestSchema.parse(JSON.parse(Buffer.from(text).toString("utf8")));
  } catch {
    // Not JSON, or not of this shape: the caller decides what a damaged manifest means.
    return null;
  }
}

/** The files of a manifest, each content once. */
export const distinctContent = (manifest: ContentManifest) => [
  ...new Map(manifest.files.map((file) => [file.sha256, file])).values(),
];
