import { mkdir } from "node:fs/promises";
import { eq } from "drizzle-orm";
import { writeAudit } from "@/lib/access/audit";
import { Second } from "@/lib/clock";
import { offlineImports, offlineRequests } from "@/lib/db/schema";
import { asOwner } from "@/lib/executive/as-owner";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { cancelAlert } from "@/lib/status/alerts";
import { STATUS_MESSAGE } from "@/lib/status/message-ids";
import { reportStatus } from "@/lib/status/status-messages";
import { type Catalogue, type CatalogueSource, readCatalogue } from "@/lib/updates/catalogue/read-catalogue";
import { logCatalogueChanges } from "@/lib/updates/check-catalogue";
import { recordCheck } from "@/lib/updates/check-record";
import { requireDiskSpace } from "@/lib/updates/download/disk-space";
import { hasUnjudgedPackages } from "@/lib/updates/judge-packages";
import { payloadFolder } from "@/lib/updates/run-download";
import { logStateMessage } from "@/lib/updates/state-messages";
import { storeCatalogue } from "@/lib/updates/store-catalogue";
import { recordReceipt } from "@/lib/usage-data/record-receipt";
import { storeRelevance } from "@/lib/usage-data/store-relevance";
import { TransferError } from "./failure";
import { outcomeOf } from "./import-outcome";
import type { ImportProgress } from "./import-progress";
import { announceImport, type OfflineImportRow } from "./import-rows";
import type { ImportReport } from "./model";
import type { TransferPackage } from "./open-package";
import { packageSource } from "./package-source";
import { placeUpdate, takeBackUpdate } from "./place-update";
import { type PlannedUpdate, planImport } from "./plan-import";
import {
  type CloudAnswer,
  readCatalogueTrust,
  readCloudAnswer,
  requireOurAnswer,
} from "./requests-and-answers";

/** How long SMS_HIERARCHY_MANAGER may take to judge what came, before its files are brought all the same. */
const JUDGED_WITHIN = 15 * Second.ms;
const LOOK_EVERY = 0.5 * Second.ms;

/**
 * Imports what was examined and approved: first what vouches and what the cloud said, then the files, update by
 * update. Done again after a kill it goes on where it was; of what is verified nothing is done twice.
 * @throws TransferError, ArchiveError, CatalogueError, DownloadError, ImportCanceled, or what the file system says
 */
export async function importPackage(
  thread: ThreadContext,
  row: OfflineImportRow,
  { pack, report, progress }: { pack: TransferPackage; report: ImportReport; progress: ImportProgress },
): Promise<void> {
  const { db, clock, installDir } = thread;
  if (pack.contentsSha256 !== report.contentsSha256) throw new TransferError("transfer-changed", {});
  refuseExpired(row, report, clock.now());
  await requireOurAnswer(db, pack);
  const answer = await readCloudAnswer(db, pack);
  const source = packageSource(pack, await readCatalogueTrust(db));
  const catalogue = await readCatalogue(source, installDir, progress.signal, {
    // What was accepted is the age that was shown, not any.
    judgedAt: row.expiredAcceptedBy === null ? clock.now() : justBefore(report.metadataExpiresAt),
  });
  const brought = await broughtUpdates(thread, { pack, report, catalogue, answer });
  progress.totalBytes = brought.reduce((sum, { report: { bytes } }) => sum + bytes, 0);
  await mkdir(payloadFolder(installDir), { recursive: true });
  await requireDiskSpace(payloadFolder(installDir), progress.totalBytes);
  await storeAnswer(thread, catalogue, answer);
  await untilJudged(thread, progress.signal);
  for (const { update } of brought) {
    await placeOrTakeBack(thread, update, { source, fileName: row.fileName, progress });
  }
  await recordImported(thread, row, pack, {
    updates: brought.length,
    bytes: progress.totalBytes,
  });
}

/** Also those whose last file was verified right before a kill: they have yet to be called ready. */
async function broughtUpdates(
  { db }: ThreadContext,
  given: { pack: TransferPackage; report: ImportReport; catalogue: Catalogue; answer: CloudAnswer },
): Promise<PlannedUpdate[]> {
  const { pack, report, catalogue, answer } = given;
  const examined = report.updates.filter(({ outcome }) => outcome === "import");
  const begun = new Set(examined.map(({ packageGuid }) => packageGuid));
  const planned = await planImport(db, pack, catalogue.updates, answer.relevance);
  return planned.filter(
    ({ report: { outcome, packageGuid } }) =>
      outcome === "import" || (outcome === "present" && begun.has(packageGuid)),
  );
}

/** It may have expired since somebody looked at it. The client of the catalogue would say no as well, without a date. */
function refuseExpired(row: OfflineImportRow, { metadataExpiresAt: expires }: ImportReport, now: Date): void {
  if (row.expiredAcceptedBy === null && new Date(expires) <= now)
    throw new TransferError("transfer-metadata-expired", { expires });
}

const justBefore = (time: string): Date => new Date(Date.parse(time) - 1);

async function storeAnswer(
  thread: ThreadContext,
  { updates, versions }: Catalogue,
  { receipt, relevance }: CloudAnswer,
): Promise<void> {
  const { clock, component } = thread;
  const now = clock.now();
  const changes = await asOwner(thread, async (tx) => {
    const accepted = receipt && (await recordReceipt(tx, { receipt, carrier: "tool", at: now }));
    if (relevance && !accepted) await storeRelevance(tx, relevance, "tool");
    const stored = await storeCatalogue(tx, clock, updates, component);
    await recordCheck(tx, {
      startedAt: now,
      finishedAt: now,
      succeededAt: now,
      nextCheckAt: null,
      errorCode: null,
      errorParams: null,
      rootVersion: versions.root,
      timestampVersion: versions.timestamp,
      snapshotVersion: versions.snapshot,
      targetsVersion: versions.targets,
    });
    await cancelAlert(tx, clock, "updates.catalogue-refused");
    await cancelAlert(tx, clock, "updates.catalogue-unreachable");
    return stored;
  });
  logStateMessage(thread, "VERIFIED_MANIFEST");
  logCatalogueChanges(thread, changes);
}

/** So that an update that applies goes the way of a download, and is not found with its files only afterwards. */
async function untilJudged(thread: ThreadContext, signal: AbortSignal): Promise<void> {
  const until = thread.clock.now().getTime() + JUDGED_WITHIN;
  while (thread.clock.now().getTime() < until && (await hasUnjudgedPackages(thread.db))) {
    signal.throwIfAborted();
    await thread.wait(["updates"], LOOK_EVERY);
  }
}

async function placeOrTakeBack(
  thread: ThreadContext,
  update: Catalogue["updates"][number],
  from: { source: CatalogueSource; fileName: string; progress: ImportProgress },
): Promise<void> {
  try {
    await placeUpdate(thread, update, from);
  } catch (error) {
    // A thread that stops and a medium that was pulled go on later, and keep what is here.
    if (!thread.signal.aborted && outcomeOf(error).kind !== "waits")
      await takeBackUpdate(thread, update.entry.packageGuid, "remove");
    throw error;
  }
}

async function recordImported(
  thread: ThreadContext,
  { importId, fileName }: OfflineImportRow,
  { contents, contentsSha256 }: TransferPackage,
  { updates, bytes }: { updates: number; bytes: number },
): Promise<void> {
  const { clock, component, serverFqdn } = thread;
  const now = clock.now();
  await asOwner(thread, async (tx) => {
    await tx
      .update(offlineRequests)
      .set({ answeredAt: now, body: null })
      .where(eq(offlineRequests.requestId, contents.requestId));
    await tx
      .update(offlineImports)
      .set({ state: "imported", finishedAt: now, bytesDone: bytes, bytesTotal: bytes, bytesPerSecond: null })
      .where(eq(offlineImports.importId, importId));
    await cancelAlert(tx, clock, "offline.round-trip-stale");
    await writeAudit(
      {
        actor: { kind: "component", component, server: serverFqdn },
        db: tx,
        clock,
        correlationId: importId,
      },
      {
        messageId: 60018,
        action: "offline.import",
        objectType: "offline-import",
        objectId: importId,
        strings: [fileName, contentsSha256, String(updates)],
      },
    );
    await reportStatus(
      thread,
      {
        messageId: STATUS_MESSAGE.transferPackageImported,
        severity: "informational",
        strings: [fileName, String(updates)],
      },
      tx,
    );
    await announceImport(tx, importId);
  });
  logStateMessage(thread, "MANIFEST_DOWNLOADED");
}
