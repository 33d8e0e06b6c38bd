import { ContentLibrary } from "@/lib/content-library/content-library";
import type { ContentManifest, MissingPieces } from "@/lib/content-library/model";
import { asOwner } from "@/lib/executive/as-owner";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { accuseSite, isSourceDamaged } from "./accuse-site";
import { attempt } from "./attempt";
import { type ContentSource, openContentSource } from "./content-source";
import { changeDistribution, type Distribution, publishReplication } from "./distribution";
import { ReplicationError } from "./failure";
import { parentSiteOf } from "./parent-site";
import { type AttemptPlace, recordStored } from "./record-outcome";
import { getRoute, obstacleOf, type RouteObstacle } from "./route";

const RECEIVING: AttemptPlace = {
  step: "replicate-content",
  working: ["scheduled", "sending", "storing"],
  waiting: "pending",
};
/** Rounds of fetching and looking before what is stored counts as damaged for good. */
const ROUNDS = 3;

/**
 * Receives one version from the parent site: only what is missing travels, all of it is verified on the disk
 * (reference/updates.md §4.2 step 9). A kill at any point is taken up by the next look.
 */
export async function receiveContent(thread: ThreadContext, row: Distribution): Promise<void> {
  const parent = await parentSiteOf(thread);
  if (!parent) throw new Error(`site ${thread.siteCode} has no parent`);
  const transfer = new Transfer(thread, row);
  if (!(await transfer.begin())) return;
  const obstacle = async () => {
    const route = { sourceSiteCode: parent, destinationSiteCode: row.siteCode };
    return obstacleOf(await getRoute(thread.db, route), thread.clock.now());
  };
  const work = (signal: AbortSignal) => transfer.run(parent, signal);
  const bytesDone = () => transfer.bytesDone;
  const stoppedBy = await attempt(thread, { row: transfer.row, place: RECEIVING, bytesDone, obstacle, work });
  if (stoppedBy) await returnToScheduler(thread, row, stoppedBy);
}

class Transfer {
  bytesDone = 0;
  private readonly library: ContentLibrary;

  constructor(
    private readonly thread: ThreadContext,
    readonly row: Distribution,
  ) {
    this.library = new ContentLibrary(thread.installDir);
    this.bytesDone = row.bytesDone;
  }

  /** @returns false when somebody took it back meanwhile */
  begin(): Promise<boolean> {
    const at = this.thread.clock.now();
    const startedAt = this.row.startedAt ?? at;
    return this.change({ state: "sending", startedAt, nextAttemptAt: null });
  }

  async run(parent: string, signal: AbortSignal): Promise<void> {
    const source = await openContentSource(this.thread, parent);
    try {
      const manifest = await source.manifest(this.library, this.row, signal);
      await this.fetchMissing(source, manifest, signal);
      await this.store();
    } catch (error) {
      if (isSourceDamaged(error)) await accuseSite(this.thread, this.row, parent);
      throw error;
    } finally {
      source.close();
    }
  }

  /** Fetches, looks at every stored byte, and fetches again what that look found: a disk may be the one to lie. */
  private async fetchMissing(
    source: ContentSource,
    manifest: ContentManifest,
    signal: AbortSignal,
  ): Promise<void> {
    let missing = await this.library.findMissing(manifest, { deep: false, signal });
    await this.measure(missing);
    for (let round = 1; ; round++) {
      const before = this.bytesDone;
      await source.pull(this.library, manifest, missing, {
        signal,
        onBytes: (bytes) => {
          this.bytesDone = Math.min(this.row.bytesTotal, before + bytes);
        },
      });
      await this.change({ state: "storing" });
      missing = await this.library.findMissing(manifest, { deep: true, signal });
      if (missing.length === 0) return;
      if (round === ROUNDS) throw new ReplicationError("stored-content-damaged", { pieces: pieces(missing) });
      await this.measure(missing);
    }
  }

  /** What is left to do; an attempt that goes on keeps the total it began with. */
  private async measure(missing: readonly MissingPieces[]): Promise<void> {
    const bytes = missing.reduce((sum, stretch) => sum + stretch.bytes, 0);
    this.row.bytesTotal = Math.max(this.row.bytesTotal, bytes);
    this.bytesDone = this.row.bytesTotal - bytes;
    await this.change({ state: "sending", bytesTotal: this.row.bytesTotal, bytesDone: this.bytesDone });
  }

  private async store(): Promise<void> {
    const { thread, row } = this;
    if (!(await recordStored(thread, row, RECEIVING))) return;
    thread.log.info(`Stored Package ${row.packageId}. Stored Package Version = ${row.version}`, {
      packageGuid: row.packageGuid,
    });
  }

  private change(columns: Partial<Distribution>): Promise<boolean> {
    const { thread, row } = this;
    const updatedAt = thread.clock.now();
    return asOwner(thread, async (tx) => {
      if (!(await changeDistribution(tx, row, RECEIVING.working, { ...columns, updatedAt }))) return false;
      await publishReplication(tx, row.packageGuid);
      return true;
    });
  }
}

const pieces = (missing: readonly MissingPieces[]): number =>
  missing.reduce((sum, stretch) => sum + stretch.pieceCount, 0);

/** The route closed midway: SMS_SCHEDULER of the parent makes a new send request when it is open again. */
async function returnToScheduler(
  thread: ThreadContext,
  row: Distribution,
  obstacle: RouteObstacle,
): Promise<void> {
  const { packageGuid, packageId } = row;
  await asOwner(thread, async (tx) => {
    const waiting = {
      state: "pending",
      sendRequestId: null,
      bytesPerSecond: null,
      nextAttemptAt: obstacle.opensAt,
      errorCode: null,
      errorParams: null,
      updatedAt: thread.clock.now(),
    } as const;
    await changeDistribution(tx, row, RECEIVING.working, waiting);
    await publishReplication(tx, packageGuid);
  });
  thread.log.info(`Transfer of package ${packageId} is interrupted: ${obstacle.reason}`, { packageGuid });
}
