/** Content is looked at, sent and repaired in pieces of this many bytes; the last of a file may be shorter. */
export const PIECE_BYTES = 4 * 1024 * 1024;

/** A file of a package as the content library knows it. */
export interface ContentFile {
  /** Below the package, `/` as separator. */
  path: string;
  bytes: number;
  /** Hex; names the one copy in FileLib. */
  sha256: string;
  /** Hex, one per piece in order; none for an empty file. */
  pieces: string[];
}

/** What a version of a package consists of: written by the top-level site, known at every other by its own hash. */
export interface ContentManifest {
  packageId: string;
  version: number;
  files: ContentFile[];
}

/** A stretch of whole pieces of one stored file that is missing or damaged. */
export interface MissingPieces {
  sha256: string;
  firstPiece: number;
  pieceCount: number;
  bytes: number;
}
