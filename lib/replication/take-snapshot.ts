import { and, eq } from "drizzle-orm";
import { ContentLibrary } from "@/lib/content-library/content-library";
import type { ContentFile } from "@/lib/content-library/model";
import { easySetupVersions } from "@/lib/db/schema";
import { asOwner } from "@/lib/executive/as-owner";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { readSourceFiles } from "../updates/easy-setup/prepare-easy-setup-package";
import { logGuid } from "../updates/state-messages";
import { attempt } from "./attempt";
import { changeDistribution, type Distribution } from "./distribution";
import { ReplicationError } from "./failure";
import { openPayloadSource } from "./payload-source";
import { type AttemptPlace, recordStored } from "./record-outcome";

const SNAPSHOT: AttemptPlace = {
  step: "copy-to-content-library",
  working: ["snapshot"],
  waiting: "snapshot",
};

/**
 * Copies the files of a version from their source into the content library of the top-level site and writes down
 * what the version consists of (reference/updates.md §4.1 step 4). A kill at any point is taken up by the next look.
 */
export async function takeSnapshot(thread: ThreadContext, row: Distribution): Promise<void> {
  const { log, clock } = thread;
  const { packageGuid, packageId } = row;
  const about = { packageGuid };
  log.info(`Start adding package ${packageId}`, about);
  const at = clock.now();
  const bytesTotal = await sourceBytes(thread, row);
  const begun = {
    bytesTotal,
    bytesDone: 0,
    startedAt: row.startedAt ?? at,
    nextAttemptAt: null,
    updatedAt: at,
  };
  if (!(await asOwner(thread, (tx) => changeDistribution(tx, row, SNAPSHOT.working, begun)))) return;
  let bytesDone = 0;
  const onBytes = (bytes: number) => {
    bytesDone = Math.min(bytesTotal, bytesDone + bytes);
  };
  await attempt(thread, {
    row: { ...row, ...begun },
    place: SNAPSHOT,
    bytesDone: () => bytesDone,
    obstacle: async () => null,
    work: async (signal) => {
      const library = new ContentLibrary(thread.installDir);
      const files = await copyFiles(thread, row, { library, signal, onBytes });
      const manifestSha256 = await library.writeManifest({ packageId, version: row.version, files });
      await recordStored(thread, { ...row, ...begun }, SNAPSHOT, async (tx) => {
        await tx.update(easySetupVersions).set({ manifestSha256 }).where(isVersion(row));
      });
    },
  });
}

/** Stores every file of a package in the content library, and says what each consists of. */
export async function copyFiles(
  thread: ThreadContext,
  { packageGuid, packageId }: Distribution,
  to: { library: ContentLibrary; signal: AbortSignal; onBytes(bytes: number): void },
): Promise<ContentFile[]> {
  const { signal, onBytes } = to;
  const source = await openPayloadSource(thread, packageGuid);
  try {
    thread.log.info(
      `Taking package snapshot for package ${packageId} from source \\\\${source.server}\\EasySetupPayLoad\\${logGuid(packageGuid)}`,
      { packageGuid },
    );
    const files: ContentFile[] = [];
    for (const { path, bytes, sha256 } of await sourceFiles(thread, packageGuid)) {
      signal.throwIfAborted();
      const read = async (start: number) =>
        source.readStream({ share: "EasySetupPayload", path, start, end: bytes, signal });
      files.push(await to.library.addFile({ path, bytes, sha256, read, signal, onBytes }));
    }
    return files;
  } finally {
    source.close();
  }
}

async function sourceFiles({ db }: ThreadContext, packageGuid: string) {
  const files = await readSourceFiles(db, packageGuid);
  if (!files) throw new ReplicationError("source-incomplete", { path: packageGuid });
  return files;
}

async function sourceBytes({ db }: ThreadContext, { packageId, version }: Distribution): Promise<number> {
  const [row] = await db
    .select({ bytes: easySetupVersions.totalBytes })
    .from(easySetupVersions)
    .where(isVersion({ packageId, version }));
  return row?.bytes ?? 0;
}

const isVersion = ({ packageId, version }: Pick<Distribution, "packageId" | "version">) =>
  and(eq(easySetupVersions.packageId, packageId), eq(easySetupVersions.version, version));
