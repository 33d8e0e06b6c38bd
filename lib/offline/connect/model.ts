import type { Wire } from "@/lib/connectivity/wire";
import type { CatalogueUpdate } from "@/lib/updates/catalogue/read-catalogue";
import type { DownloadChoice } from "../model";
import type { SigningKey } from "../signing";

/** What connecting is about to do, is at, or has done; the words are the tool's. */
export type ConnectStep =
  | { step: "usage-data"; bytesDone: number; bytesTotal: number }
  | { step: "usage-data-accepted"; receiptId: string }
  | { step: "no-usage-data" }
  | { step: "catalogue"; updates: number; timestampVersion: number }
  | { step: "selected"; updates: readonly CatalogueUpdate[]; bytesTotal: number }
  | { step: "download"; bytesDone: number; bytesTotal: number }
  | { step: "file-verified"; path: string }
  | { step: "resumed"; bytes: number }
  | { step: "write"; bytesDone: number; bytesTotal: number };

export interface ConnectOptions {
  wire: Pick<Wire, "get" | "send">;
  choice: DownloadChoice;
  /** Where what was fetched waits until its package is written; on a disk of this computer. */
  workFolder: string;
  /** Where the packages go, e.g. the stick. */
  destination: string;
  volumeBytes: number | null;
  key: SigningKey;
  /** Name and version of the tool. */
  writtenBy: string;
  now: Date;
  signal: AbortSignal;
  report(step: ConnectStep): void;
}
