/** One request of an upload at most. */
export const TRANSFER_CHUNK_BYTES = 4 * 1024 * 1024;

/**
 * How much of an upload may wait in the database for the server that holds the role. The portal takes no more until
 * some of it is in the file: a package of many GB passes through without ever being there as a whole.
 */
export const PIPE_BYTES_MAX = 32 * 1024 * 1024;

/** One package at most, all its volumes together. */
export const TRANSFER_PACKAGE_BYTES_MAX = 200 * 1024 ** 3;

/** More volumes than any stick makes. */
export const VOLUMES_MAX = 999;

/** `UpdatePack.zip`, or one of its volumes `UpdatePack.zip.001`; a name, never a path. */
export const TRANSFER_FILE_NAME = /^[^/\\\0:*?"<>|\p{Cc}]{1,150}\.zip(\.\d{3,6})?$/iu;

/** Where an upload goes on. */
export interface UploadPlace {
  uploadId: string;
  fileName: string;
  bytes: number;
  position: number;
}
