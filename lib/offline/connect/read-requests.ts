import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import type { Batch } from "@/lib/usage-data/upload/send-batch";
import { TransferError } from "../failure";
import { REQUEST, signatureOf, transferRequest, USAGE_DATA_FOLDER } from "../model";
import { openTransferPackage, parseJson, parseSignature, type TransferPackage } from "../open-package";
import type { ReceivedRequest } from "../seal-answer";
import { isSignatureOf } from "../signing";

export interface CarriedRequest extends ReceivedRequest {
  /** Null: the hierarchy had no usage data yet. */
  batch: Batch | null;
  /** Who wrote it, with its version. */
  writtenBy: string;
}

const REQUEST_BYTES_MAX = 2 * 1024 * 1024;
const BATCH_BYTES_MAX = 64 * 1024 * 1024;

/**
 * Files that may be requests: `source` itself, or every zip in the folder it names.
 * @throws TransferError `transfer-unreadable` when it is neither
 */
export async function findRequestFiles(source: string): Promise<string[]> {
  try {
    if (!(await stat(source)).isDirectory()) return [source];
    const names = (await readdir(source)).filter((name) => /\.zip$/i.test(name));
    return names.toSorted().map((name) => path.join(source, name));
  } catch (cause) {
    const detail = (cause as NodeJS.ErrnoException).code ?? "";
    throw new TransferError("transfer-unreadable", { path: source, detail }, { cause });
  }
}

/**
 * Reads a request and believes that it is as it was written: list, signatures, and the hash of every file.
 * @returns null for a package that is on its way back
 * @throws TransferError, ArchiveError, or what the file system says
 */
export async function readRequest(file: string): Promise<CarriedRequest | null> {
  const pack = await openTransferPackage(file);
  try {
    if (pack.contents.kind !== "request") return null;
    const requestBytes = await pack.read(REQUEST, REQUEST_BYTES_MAX);
    const signatureBytes = await pack.read(signatureOf(REQUEST), 4096);
    const signature = parseSignature(signatureBytes, signatureOf(REQUEST));
    const parsed = transferRequest.safeParse(parseJson(requestBytes, REQUEST));
    if (!parsed.success) throw new TransferError("transfer-not-a-package", { path: REQUEST });
    if (!isSignatureOf(requestBytes, signature) || parsed.data.requestId !== pack.contents.requestId)
      throw new TransferError("transfer-signature-invalid", { path: REQUEST });
    const batch = await readBatch(pack, parsed.data.hierarchy);
    const { writtenBy } = pack.contents;
    return { request: parsed.data, requestBytes, signatureBytes, batch, writtenBy };
  } finally {
    pack.close();
  }
}

async function readBatch(pack: TransferPackage, hierarchy: string): Promise<Batch | null> {
  const entry = pack.contents.entries.find(({ path: name }) => name.startsWith(USAGE_DATA_FOLDER));
  if (!entry) return null;
  return { sha256: entry.sha256, hierarchy, bytes: await pack.read(entry.path, BATCH_BYTES_MAX) };
}
