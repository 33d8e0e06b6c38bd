import { createReadStream } from "node:fs";
import path from "node:path";
import type { CatalogueFile, CatalogueUpdate } from "@/lib/updates/catalogue/read-catalogue";
import { downloadFiles } from "@/lib/updates/download/download-files";
import { TARGETS_FOLDER, type TransferRequest } from "../model";
import type { SealedFile } from "../seal-package";
import type { ConnectOptions } from "./model";
import { publishedUrl } from "./record-catalogue";

const STREAMS = 4;

/**
 * Fetches the files of the updates, each content once, verified by its hash. Killed, it goes on from its journal.
 * @param folder shared by all requests: what one hierarchy got another need not get again
 * @throws DownloadError, WireError, or the abort reason
 */
export async function fetchTargets(
  request: TransferRequest,
  updates: readonly CatalogueUpdate[],
  folder: string,
  { wire, signal, report }: Pick<ConnectOptions, "wire" | "signal" | "report">,
): Promise<SealedFile[]> {
  const files = distinctContents(updates);
  const bytesTotal = files.reduce((sum, { bytes }) => sum + bytes, 0);
  report({ step: "selected", updates, bytesTotal });
  if (files.length === 0) return [];
  const namesOf = new Map(files.map((file) => [file.sha256, file.path]));
  let measure = () => 0;
  const ticking = setInterval(() => report({ step: "download", bytesDone: measure(), bytesTotal }), 250);
  try {
    await downloadFiles({
      files: files.map(({ sha256, bytes, targetPath }) => {
        return { path: sha256, sha256, bytes, url: publishedUrl(request, { targetPath, sha256 }) };
      }),
      folder,
      wire,
      streams: STREAMS,
      signal,
      verified: new Set(),
      onStarted(started) {
        measure = started.bytesDone;
        if (started.bytesDone() > 0) report({ step: "resumed", bytes: started.bytesDone() });
      },
      onVerified: async ({ sha256 }) =>
        report({ step: "file-verified", path: namesOf.get(sha256) ?? sha256 }),
    });
  } finally {
    clearInterval(ticking);
  }
  report({ step: "download", bytesDone: bytesTotal, bytesTotal });
  return files.map(({ sha256, bytes }) => {
    const open = () => createReadStream(path.join(folder, sha256), { highWaterMark: 1024 * 1024 });
    return { path: TARGETS_FOLDER + sha256, bytes, sha256, open };
  });
}

const distinctContents = (updates: readonly CatalogueUpdate[]): CatalogueFile[] => [
  ...new Map(updates.flatMap(({ files }) => files).map((file) => [file.sha256, file])).values(),
];
