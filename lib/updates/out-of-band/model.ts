/** What an administrator asks about an import. */
export interface HotfixImport {
  id: string;
  fileName: string;
  bytes: number;
  /** Bytes the portal holds already, while it is uploaded. */
  bytesReceived: number;
  state: "uploading" | "received" | "importing" | "imported" | "refused";
  sha256: string | null;
  packageGuid: string | null;
  packageName: string | null;
  /** Why it was refused; with `imported`, that nothing had to be done. */
  reason: { code: string; params: Record<string, string | number> } | null;
  requestedBy: string;
  createdAt: Date;
  finishedAt: Date | null;
}

/** `<Product>-<product version>-<KB article>-ConfigMgr.Update` (reference/updates.md §19), here as an archive. */
export const HOTFIX_FILE_NAME = /^[A-Za-z0-9.]{1,40}-[0-9.]{1,20}-KB\d{4,10}-ConfigMgr\.Update\.zip$/;

/** One hotfix archive at most. */
export const HOTFIX_BYTES_MAX = 2 * 1024 ** 3;

/** One request of an upload at most: what the portal takes of a body. */
export const CHUNK_BYTES_MAX = 1024 * 1024;
