import { ArchiveError } from "@/lib/archive/failure";
import { WireError } from "@/lib/connectivity/wire-error";
import { CatalogueError } from "@/lib/updates/catalogue/catalogue-failure";
import { DownloadError, type DownloadErrorCode } from "@/lib/updates/download/failure";
import type { ErrorDetail } from "@/lib/updates/model";
import { UnexpectedError } from "@/lib/updates/named-error";
import { TransferError } from "./failure";
import { ImportCanceled } from "./import-progress";

/** `waits`: nothing is wrong with the package; it goes on when the medium, the disk or the database is back. */
export type ImportOutcome = { kind: "canceled" } | ({ kind: "refused" | "waits" } & ErrorDetail);

/** The server's own disk says nothing about the package. */
const OWN_DISK: ReadonlySet<DownloadErrorCode> = new Set(["disk-space-insufficient", "disk-write-failed"]);
/** Of what was examined as a whole: it is not at hand. */
const NOT_AT_HAND: ReadonlySet<string> = new Set(["transfer-unreadable", "transfer-volumes-incomplete"]);

/** What a failure means for the import of a package that was examined before. */
export function outcomeOf(error: unknown): ImportOutcome {
  if (error instanceof ImportCanceled) return { kind: "canceled" };
  if (error instanceof TransferError)
    return { kind: NOT_AT_HAND.has(error.code) ? "waits" : "refused", ...detailOf(error) };
  if (error instanceof ArchiveError || error instanceof CatalogueError)
    return { kind: "refused", ...detailOf(error) };
  if (error instanceof DownloadError)
    return { kind: OWN_DISK.has(error.code) ? "waits" : "refused", ...detailOf(error) };
  return { kind: "waits", ...unreadable(error) };
}

/** While it is read: the system's own code, or that a file ended before it should. */
function unreadable(error: unknown): ErrorDetail {
  const { code } = error as NodeJS.ErrnoException;
  const path = (error as NodeJS.ErrnoException).path ?? "";
  if (error instanceof WireError || /^E[A-Z0-9]+$/.test(code ?? ""))
    return { code: "transfer-unreadable", params: { path, detail: code ?? "" } };
  return detailOf(new UnexpectedError(error));
}

const detailOf = ({ code, params }: ErrorDetail): ErrorDetail => ({ code, params });
