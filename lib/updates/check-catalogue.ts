import { Day, Hour } from "@/lib/clock";
import {
  type CloudClient,
  type CloudPatience,
  CloudRefusedError,
  openCloudClient,
} from "@/lib/connectivity/cloud-client";
import { asOwner } from "@/lib/executive/as-owner";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { cancelAlert, raiseAlert } from "@/lib/status/alerts";
import { STATUS_MESSAGE } from "@/lib/status/message-ids";
import { reportStatus } from "@/lib/status/status-messages";
import { askRelevance } from "@/lib/usage-data/ask-relevance";
import type { Relevance } from "@/lib/usage-data/ingestion-protocol";
import { storeRelevance } from "@/lib/usage-data/store-relevance";
import { hurryUpload } from "@/lib/usage-data/upload/upload-store";
import { CatalogueError } from "./catalogue/catalogue-failure";
import { type Catalogue, readCatalogue } from "./catalogue/read-catalogue";
import { recordCheck } from "./check-record";
import { askedToWaitMs, describeError, type NamedError, toNamedError } from "./named-error";
import { logGuid, logStateMessage } from "./state-messages";
import { type CatalogueChanges, storeCatalogue } from "./store-catalogue";

/** Every 24 hours (reference/updates.md §3, step 1). */
export const CHECK_INTERVAL = Day.ms;
/** A check that failed is made again after the hour that the product sleeps between its steps, at the earliest. */
const RETRY_INTERVAL = Hour.ms;

/**
 * Checks the catalogue once: fetch, verify, store. A refusal leaves every package as it was and is recorded,
 * alerted and tried again. Killed at any moment it simply runs again.
 * @param patience how slow the cloud may be; the usual when left out
 */
export async function checkCatalogue(
  thread: ThreadContext,
  signal: AbortSignal,
  patience: CloudPatience = {},
): Promise<void> {
  const { clock, log } = thread;
  await asOwner(thread, async (tx) => {
    await recordCheck(tx, { requestedAt: null, startedAt: clock.now() });
    // Each conversation with the cloud sends what waits (reference/usage-data.md §4).
    await hurryUpload(tx);
  });
  log.info("Hasn't synced recently.");
  logStateMessage(thread, "START_PROCESS");
  let client: CloudClient | undefined;
  try {
    client = await openCloudClient(thread, patience);
    log.info("Download Easy setup payloads~~");
    log.info("Get manifest.cab url~~");
    logStateMessage(thread, "START_VERIFY_MANIFEST");
    const catalogue = await readCatalogue(client, thread.installDir, signal);
    log.info("Finished calling verify manifest");
    logStateMessage(thread, "VERIFIED_MANIFEST");
    const relevance = await askRelevance(thread, client, signal);
    reportFound(thread, await store(thread, catalogue, relevance));
  } catch (error) {
    signal.throwIfAborted();
    await recordFailure(thread, toNamedError(error));
  } finally {
    await client?.close();
  }
}

/** Together, so that a new package is judged by what the cloud says of it. */
async function store(
  thread: ThreadContext,
  catalogue: Catalogue,
  relevance: Relevance | null,
): Promise<CatalogueChanges> {
  const { clock, component } = thread;
  const now = clock.now();
  const { versions } = catalogue;
  return asOwner(thread, async (tx) => {
    const changes = await storeCatalogue(tx, clock, catalogue.updates, component);
    if (relevance) await storeRelevance(tx, relevance, "online");
    await recordCheck(tx, {
      finishedAt: now,
      succeededAt: now,
      nextCheckAt: new Date(now.getTime() + CHECK_INTERVAL),
      errorCode: null,
      errorParams: null,
      rootVersion: versions.root,
      timestampVersion: versions.timestamp,
      snapshotVersion: versions.snapshot,
      targetsVersion: versions.targets,
    });
    await cancelAlert(tx, clock, "updates.catalogue-refused");
    await cancelAlert(tx, clock, "updates.catalogue-unreachable");
    const strings = [String(catalogue.updates.length), String(changes.found.length)];
    await reportStatus(
      thread,
      { messageId: STATUS_MESSAGE.catalogueChecked, severity: "informational", strings },
      tx,
    );
    return changes;
  });
}

function reportFound(thread: ThreadContext, changes: CatalogueChanges): void {
  thread.log.info("Manifest.cab was successfully moved to the connector outbox");
  logStateMessage(thread, "MANIFEST_DOWNLOADED");
  logCatalogueChanges(thread, changes);
}

/** The lines about each package by which administrators follow what a catalogue brought. */
export function logCatalogueChanges(thread: ThreadContext, changes: CatalogueChanges): void {
  const { log } = thread;
  for (const packageGuid of [...changes.found, ...changes.revised]) {
    log.info("Found a new available update~~", { packageGuid });
    logStateMessage(thread, "FOUND_NEW_PACKAGE", packageGuid);
  }
  for (const packageGuid of changes.withdrawn) {
    log.warning(`${logGuid(packageGuid)} was withdrawn by the publisher`, { packageGuid });
  }
  for (const packageGuid of changes.republished) {
    log.info(`${logGuid(packageGuid)} is published again`, { packageGuid });
  }
  for (const packageGuid of changes.revised) {
    log.warning(`The files of ${logGuid(packageGuid)} were revised by the publisher`, { packageGuid });
  }
}

async function recordFailure(thread: ThreadContext, error: NamedError): Promise<void> {
  const { clock, log } = thread;
  log.error(`ERROR: Failed to download easy setup payload with exception: ${describeError(error)}`);
  const now = clock.now();
  const waitMs = Math.max(RETRY_INTERVAL, askedToWaitMs(error) ?? 0);
  await asOwner(thread, async (tx) => {
    await recordCheck(tx, {
      finishedAt: now,
      nextCheckAt: new Date(now.getTime() + waitMs),
      errorCode: error.code,
      errorParams: error.params,
    });
    // The role itself said no: nothing is wrong with the cloud or the way to it.
    if (error instanceof CloudRefusedError) return;
    const refused = error instanceof CatalogueError;
    await raiseAlert(tx, clock, {
      code: refused ? "updates.catalogue-refused" : "updates.catalogue-unreachable",
      severity: refused ? 1 : 2,
      params: { ...error.params, reason: error.code },
      link: "/updates",
    });
    await reportStatus(
      thread,
      {
        messageId: STATUS_MESSAGE.catalogueCheckFailed,
        severity: "error",
        strings: [describeError(error)],
      },
      tx,
    );
  });
}
