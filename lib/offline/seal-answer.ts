import type { Receipt, Relevance } from "@/lib/usage-data/ingestion-protocol";
import { METADATA_FOLDER, RECEIPT, RELEVANCE, REQUEST, signatureOf, type TransferRequest } from "./model";
import { type SealedFile, sealPackage, smallFile } from "./seal-package";
import type { SigningKey } from "./signing";

/** What a request brought that goes back as it came. */
export interface ReceivedRequest {
  request: TransferRequest;
  /** The very bytes. */
  requestBytes: Buffer;
  signatureBytes: Buffer;
}

export interface AnswerContent {
  receipt: Receipt | null;
  relevance: Relevance | null;
  /** By name as published, e.g. `timestamp.json`. */
  metadata: ReadonlyMap<string, Buffer>;
  /** Below `targets/`, by their hash. */
  targets: readonly SealedFile[];
}

/** The files of an answer, with its signed table of contents. */
export function sealAnswer(
  { request, requestBytes, signatureBytes }: ReceivedRequest,
  { receipt, relevance, metadata, targets }: AnswerContent,
  { key, createdAt, writtenBy }: { key: SigningKey; createdAt: string; writtenBy: string },
): SealedFile[] {
  const { requestId, hierarchy, siteVersion } = request;
  const json = (path: string, value: unknown) => smallFile(path, Buffer.from(JSON.stringify(value)));
  const files = [
    siteVersionFile(siteVersion),
    smallFile(REQUEST, requestBytes),
    smallFile(signatureOf(REQUEST), signatureBytes),
    ...(receipt ? [json(RECEIPT, receipt)] : []),
    ...(relevance && !receipt ? [json(RELEVANCE, relevance)] : []),
    ...[...metadata].map(([name, content]) => smallFile(METADATA_FOLDER + name, content)),
    ...targets,
  ];
  return sealPackage({ kind: "answer", requestId, hierarchy, createdAt, writtenBy }, files, key);
}

/** A text file whose name is the version (reference/updates.md §17). */
export const siteVersionFile = (siteVersion: string): SealedFile =>
  smallFile(`${siteVersion}-SiteVersion.txt`, Buffer.from(`${siteVersion}\r\n`));
