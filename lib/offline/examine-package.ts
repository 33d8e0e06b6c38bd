import type { ThreadContext } from "@/lib/executive/component-thread";
import { readCatalogue } from "@/lib/updates/catalogue/read-catalogue";
import type { Receipt } from "@/lib/usage-data/ingestion-protocol";
import type { ImportProgress } from "./import-progress";
import type { ImportReport } from "./model";
import type { TransferPackage } from "./open-package";
import { packageSource } from "./package-source";
import { planImport } from "./plan-import";
import { readCatalogueTrust, readCloudAnswer, requireOurAnswer } from "./requests-and-answers";
import { verifyContents } from "./verify-contents";

/** Every role is fresh then: how old they are is told apart from whether they are genuine. */
const BEFORE_ANY_EXPIRY = new Date(0);

/**
 * The dry run: everything that an import verifies, and every byte read, without a change to anything but the report.
 * @throws TransferError, ArchiveError, CatalogueError, DownloadError when the package would be refused
 */
export async function examinePackage(
  { db, clock, installDir }: ThreadContext,
  pack: TransferPackage,
  progress: ImportProgress,
): Promise<ImportReport> {
  await requireOurAnswer(db, pack);
  const { receipt, relevance } = await readCloudAnswer(db, pack);
  let readBytes = 0;
  progress.totalBytes = pack.contents.entries.reduce((sum, { bytes }) => sum + bytes, 0);
  progress.measure = () => readBytes;
  await verifyContents(pack, {
    signal: progress.signal,
    onRead: (bytes) => {
      readBytes += bytes;
    },
  });
  const source = packageSource(pack, await readCatalogueTrust(db));
  const options = { judgedAt: BEFORE_ANY_EXPIRY, dryRun: true };
  const catalogue = await readCatalogue(source, installDir, progress.signal, options);
  const planned = await planImport(db, pack, catalogue.updates, relevance);
  const { contents, contentsSha256, volumes } = pack;
  return {
    contentsSha256,
    requestId: contents.requestId,
    createdAt: contents.createdAt,
    writtenBy: contents.writtenBy,
    volumes: volumes.length,
    metadataExpiresAt: catalogue.expiresAt.toISOString(),
    metadataExpired: catalogue.expiresAt <= clock.now(),
    updates: planned.map(({ report }) => report),
    receipt: receipt && withoutRelevance(receipt),
    relevance,
  };
}

const withoutRelevance = ({ relevance: _apart, ...kept }: Receipt) => kept;
