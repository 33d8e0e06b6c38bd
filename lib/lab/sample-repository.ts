import { rm, stat } from "node:fs/promises";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import { INSTALL_MAP } from "@/lib/updates/installation/install-map";
import { UPDATE_MAP_ARCHIVE } from "@/lib/updates/installation/update-map";
import { addUpdate } from "@/lib/updates/publish/add-update";
import { createRepository } from "@/lib/updates/publish/create-repository";
import { PublishError } from "@/lib/updates/publish/failure";
import { targetFile, targetNameOf } from "@/lib/updates/publish/layout";
import { prune } from "@/lib/updates/publish/prune";
import type { Publisher } from "@/lib/updates/publish/publisher";
import { refreshMetadata } from "@/lib/updates/publish/refresh-metadata";
import { type RepositoryState, readRepository } from "@/lib/updates/publish/repository";
import { isDueForRenewal, type LifetimeDays } from "@/lib/updates/publish/roles";
import { SAMPLE_CATALOGUE, type SampleUpdate } from "./sample-catalogue";
import { samplePayload } from "./sample-payload";

/** The timestamp is short-lived as in earnest; the rest outlives any lab. */
const LAB_LIFETIME_DAYS: LifetimeDays = { root: 3650, targets: 3650, snapshot: 365, timestamp: 2 };

const BYTES_PER_KIB = 1024;
const SMALLEST_FILE_BYTES = 1024;

/** Written when a sample is published. */
const MAPS = [INSTALL_MAP, UPDATE_MAP_ARCHIVE];

export const labPublisher = (folder: string, now: Date): Publisher => ({
  repository: path.join(folder, "repository"),
  keys: path.join(folder, "keys"),
  now,
  lifetimeDays: LAB_LIFETIME_DAYS,
});

/**
 * Brings the lab's repository to the sample catalogue: publishes what is missing or has changed, keeps what
 * else was published there. What a kill left half made is finished, or made anew when it cannot be read.
 * @param payloadScale size of the payloads as a part of the usual
 */
export async function ensureSampleRepository(publisher: Publisher, payloadScale: number): Promise<void> {
  const state = (await readIfWhole(publisher.repository)) ?? (await startAnew(publisher));
  let changed = false;
  for (const sample of SAMPLE_CATALOGUE) {
    if (await isPublished(publisher.repository, state, sample, payloadScale)) continue;
    await publishSample(publisher, sample, payloadScale);
    changed = true;
  }
  if (changed) await prune(publisher.repository);
  await refreshIfDue(publisher);
}

/** Signs anew when half of the timestamp's life is over. */
export async function refreshIfDue(publisher: Publisher): Promise<void> {
  const { timestamp } = await readRepository(publisher.repository);
  if (isDueForRenewal(timestamp.signed.expires, publisher.now, publisher.lifetimeDays.timestamp))
    await refreshMetadata(publisher);
}

async function readIfWhole(repository: string): Promise<RepositoryState | undefined> {
  try {
    return await readRepository(repository);
  } catch (error) {
    if (error instanceof PublishError) return undefined;
    throw error;
  }
}

async function startAnew(publisher: Publisher): Promise<RepositoryState> {
  await rm(publisher.repository, { recursive: true, force: true });
  await rm(publisher.keys, { recursive: true, force: true });
  await createRepository(publisher);
  return readRepository(publisher.repository);
}

/** Same facts, and every file there in the size it should have; the content follows from the name. */
async function isPublished(
  repository: string,
  state: RepositoryState,
  sample: SampleUpdate,
  payloadScale: number,
): Promise<boolean> {
  const { packageGuid } = sample.facts;
  const entry = state.manifest.updates.find((update) => update.packageGuid === packageGuid);
  if (!entry) return false;
  const { files, ...facts } = entry;
  const names = [...Object.keys(sample.files), ...MAPS];
  if (!isDeepStrictEqual(facts, sample.facts) || files.length !== names.length) return false;
  for (const filePath of names) {
    const target = state.targets.signed.targets[targetNameOf(packageGuid, filePath)];
    if (!target) return false;
    const kib = sample.files[filePath];
    // How long a map is follows from the files it lists.
    if (kib !== undefined && target.length !== scaledBytes(kib, payloadScale)) return false;
    const onDisk = await stat(targetFile(repository, target.path, target.hashes.sha256 ?? "")).catch(
      () => undefined,
    );
    if (onDisk?.size !== target.length) return false;
  }
  return true;
}

async function publishSample(
  publisher: Publisher,
  sample: SampleUpdate,
  payloadScale: number,
): Promise<void> {
  const files = Object.entries(sample.files).map(([filePath, kib]) => ({
    path: filePath,
    open: () => samplePayload(`${sample.facts.packageGuid}/${filePath}`, scaledBytes(kib, payloadScale)),
  }));
  await addUpdate(publisher, { facts: sample.facts, files, replace: true, writeMaps: true });
}

const scaledBytes = (kib: number, scale: number): number =>
  Math.max(SMALLEST_FILE_BYTES, Math.round(kib * BYTES_PER_KIB * scale));
