/** What an archive may cost at most; beyond it is refused, whatever it claims about itself. */
export interface ArchiveQuota {
  /** Files and folders together. */
  entries: number;
  /** All files, unpacked. */
  totalBytes: number;
  /** One file, unpacked. */
  entryBytes: number;
  /** Unpacked to packed bytes of one file; files of less than {@link RATIO_COUNTS_FROM} are let off. */
  ratio: number;
}

/** Small files of one repeated character pack a thousandfold and harm nobody. */
export const RATIO_COUNTS_FROM = 1024 * 1024;

/** A file of an archive; folders are not listed, they are made when a file needs one. */
export interface ArchiveEntry {
  /** `/` between segments; safe on every system a site server runs on. */
  path: string;
  bytes: number;
  packedBytes: number;
}
