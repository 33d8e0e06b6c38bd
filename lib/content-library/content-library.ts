import { mkdir, open, readdir, readFile, rm, stat } from "node:fs/promises";
import path from "node:path";
import { Hasher } from "@/lib/updates/download/hasher";
import { writeFileAtomic } from "@/lib/updates/publish/atomic-file";
import { addContent, type FileToAdd } from "./add-file";
import { collectGarbage } from "./collect-garbage";
import { isMissing, onDisk } from "./content-error";
import { type LookOptions, missingPiecesOf } from "./find-missing";
import { decodeManifest, distinctContent, encodeManifest, isSha256, MAX_MANIFEST_BYTES } from "./manifest";
import { type ContentFile, type ContentManifest, type MissingPieces, PIECE_BYTES } from "./model";
import { hasSize, PieceWriter } from "./piece-writer";
import { pieceBuffer, pieceHash, readPiece } from "./pieces";
import { inTurn, pin, unpin } from "./pins";

export const CONTENT_LIBRARY_FOLDER = "ContentLib";

/** Where a manifest lies in the library, `/` as separator. */
export const manifestName = (packageId: string, version: number): string =>
  `DataLib/${packageId}.${version}.json`;

/** As `manifestName` makes them. */
const MANIFEST_FILE = /^([A-Z0-9]{8})\.(\d{1,9})\.json$/;

/** Where a content lies in the library, `/` as separator. */
export const contentName = (sha256: string): string => `FileLib/${sha256.slice(0, 4)}/${sha256}`;

/**
 * The content library of one server, `<install>/ContentLib` (reference/updates.md §4.1 step 4): every content once
 * in FileLib, whatever the packages that name it; in DataLib what each version of a package consists of.
 */
export class ContentLibrary {
  readonly folder: string;
  private readonly fileLib: string;

  constructor(installDir: string) {
    this.folder = path.join(installDir, CONTENT_LIBRARY_FOLDER);
    this.fileLib = path.join(this.folder, "FileLib");
  }

  /** @throws Error when `sha256` is no hash, and would name another place */
  filePath(sha256: string): string {
    if (!isSha256(sha256)) throw new Error("not a SHA-256");
    return path.join(this.folder, ...contentName(sha256).split("/"));
  }

  /**
   * Stores a content under its hash, if it is not there yet, and says what its pieces are. Killed at any moment,
   * it goes on behind the last piece that is on the disk.
   * @throws ContentError, what `read` throws, or the abort reason
   */
  async addFile(file: FileToAdd): Promise<ContentFile> {
    const target = this.filePath(file.sha256);
    pin(this.fileLib, file.sha256);
    return inTurn(target, async () => {
      await onDisk(file.path, mkdir(path.dirname(target), { recursive: true }));
      return (await readStored(target, file)) ?? addContent(target, file);
    });
  }

  /** Makes a version known for good. @returns the manifest's SHA-256, by which other servers know it */
  async writeManifest(manifest: ContentManifest): Promise<string> {
    const { text, sha256 } = encodeManifest(manifest);
    const file = this.manifestPath(manifest.packageId, manifest.version);
    await onDisk(path.basename(file), writeFileAtomic(file, Buffer.from(text)));
    unpin(
      this.fileLib,
      manifest.files.map((content) => content.sha256),
    );
    return sha256;
  }

  /**
   * @param manifestSha256 as the database has it
   * @returns null when there is none
   * @throws ContentError `manifest-damaged` when what is there is another
   */
  async readManifest(
    packageId: string,
    version: number,
    manifestSha256: string,
  ): Promise<ContentManifest | null> {
    const file = this.manifestPath(packageId, version);
    const expected = { packageId, version, sha256: manifestSha256 };
    try {
      if ((await stat(file)).size > MAX_MANIFEST_BYTES) return decodeManifest(Buffer.alloc(0), expected);
      return decodeManifest(await readFile(file), expected);
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  /** Which pieces of a version's content this library lacks; see `missingPiecesOf`. */
  async findMissing(manifest: ContentManifest, options: LookOptions): Promise<MissingPieces[]> {
    const found: MissingPieces[] = [];
    for (const file of distinctContent(manifest)) {
      options.signal.throwIfAborted();
      found.push(...(await missingPiecesOf(this.filePath(file.sha256), file, options)));
    }
    return found;
  }

  /** Completes or repairs one content of a manifest: `work` writes the pieces that `findMissing` named. */
  async completeFile<T>(file: ContentFile, work: (writer: PieceWriter) => Promise<T>): Promise<T> {
    const target = this.filePath(file.sha256);
    pin(this.fileLib, file.sha256);
    return inTurn(target, async () => {
      await onDisk(file.path, mkdir(path.dirname(target), { recursive: true }));
      const writer = await PieceWriter.open(target, file);
      try {
        const result = await work(writer);
        await writer.finish();
        return result;
      } finally {
        unpin(this.fileLib, [file.sha256]);
        await writer.close();
      }
    });
  }

  /** The versions this library knows, by what lies in DataLib; the oldest of a package first. */
  async versions(): Promise<{ packageId: string; version: number }[]> {
    const names = await readdir(path.join(this.folder, "DataLib")).catch((error) => {
      if (isMissing(error)) return [];
      throw error;
    });
    const found = names.flatMap((name) => {
      const [, packageId, version] = MANIFEST_FILE.exec(name) ?? [];
      return packageId ? [{ packageId, version: Number(version) }] : [];
    });
    return found.sort((a, b) => a.version - b.version);
  }

  /** Forgets a version and removes what no other version names. Doing it twice is harmless. */
  async removeVersion(packageId: string, version: number): Promise<void> {
    await rm(this.manifestPath(packageId, version), { force: true });
    await collectGarbage(this.folder);
  }

  private manifestPath(packageId: string, version: number): string {
    if (!/^[A-Z0-9]{8}$/.test(packageId) || !Number.isSafeInteger(version)) throw new Error("no package");
    return path.join(this.folder, ...manifestName(packageId, version).split("/"));
  }
}

/** The pieces of a content that is stored and whole; null when it is neither. */
async function readStored(target: string, file: FileToAdd): Promise<ContentFile | null> {
  const { path: name, bytes, sha256, signal } = file;
  if (!(await onDisk(name, hasSize(target, bytes)))) return null;
  const hasher = bytes > PIECE_BYTES ? new Hasher() : null;
  const handle = await onDisk(name, open(target, "r"));
  const buffer = pieceBuffer(bytes);
  const pieces: string[] = [];
  try {
    hasher?.advance(0, target, bytes);
    for (let start = 0; start < bytes; start += PIECE_BYTES) {
      signal.throwIfAborted();
      pieces.push(await pieceHash(await onDisk(name, readPiece(handle, bytes, pieces.length, buffer))));
    }
    const whole = hasher ? await hasher.finish(0) : (pieces[0] ?? (await pieceHash(Buffer.alloc(0))));
    if (whole !== sha256) return null;
    file.onBytes?.(bytes);
    return { path: name, bytes, sha256, pieces };
  } finally {
    await handle.close();
    await hasher?.close();
  }
}
