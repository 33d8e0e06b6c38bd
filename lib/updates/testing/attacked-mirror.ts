import path from "node:path";
import { Snapshot, type TargetFile, Targets, Timestamp } from "@tufjs/models";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect } from "vitest";
import { alerts, updatePackageFiles, updatePackages } from "@/lib/db/schema";
import { testDatabase } from "@/lib/testing/database";
import { checkCatalogue } from "../check-catalogue";
import { readCheck } from "../check-record";
import { createKeys, type Signer } from "../publish/keys";
import { publishTargets, versionsOf } from "../publish/publisher";
import { readRepository } from "../publish/repository";
import type { TufRole } from "../publish/roles";
import { storeTarget } from "../publish/target-store";
import { serveMetadata, stolenKey } from "./forge";
import { clearUpdatesLab, startUpdatesLab, type UpdatesLab } from "./updates-lab";

/**
 * For the attacks on software updates that TUF names (and Uptane with it): the real client, and a mirror in the
 * attacker's hand. Registers what comes before and after each test of the file.
 */
export const { db, connectionString } = await testDatabase();

const EVIL = Buffer.from("evil payload");

export const NEXT_YEAR = new Date(Date.now() + 365 * 86_400_000).toISOString().replace(/\.\d{3}Z$/, "Z");
export const SPEC_VERSION = "1.0.31";

export const never = new AbortController().signal;

export let lab: UpdatesLab;
beforeEach(async () => {
  lab = await startUpdatesLab(db, connectionString);
  await lab.publish({}, { "setup.cab": Buffer.from("payload"), "redist/one.cab": Buffer.from("redist") });
});
afterEach(async () => {
  await lab.close();
  await clearUpdatesLab(db);
});

export const thread = () => lab.thread("SMS_DMP_DOWNLOADER");
export const check = () => checkCatalogue(thread(), never);
export const state = () => readRepository(lab.publisher.repository);
export const known = async () => ({
  packages: await db.select().from(updatePackages),
  files: await db.select().from(updatePackageFiles),
});
export const activeAlerts = async () =>
  (await db.select().from(alerts).where(eq(alerts.state, 0))).map((alert) => [
    alert.code,
    alert.params.reason,
  ]);

/** The rule of every attack: refused by name, alarm raised, packages untouched – and all well after `undo`. */
export async function refusedThenWell(code: string, undo: () => Promise<unknown>): Promise<void> {
  const before = await known();
  await check();
  expect(await readCheck(db)).toMatchObject({ errorCode: code });
  expect(await activeAlerts()).toEqual([["updates.catalogue-refused", code]]);
  expect(await known()).toEqual(before);
  await undo();
  await check();
  expect(await readCheck(db)).toMatchObject({ errorCode: null });
  expect(await activeAlerts()).toEqual([]);
}

export const header = (version: number) => ({ version, specVersion: SPEC_VERSION, expires: NEXT_YEAR });

export const strangersKeys = () => createKeys(path.join(lab.publisher.keys, "..", "strangers-keys"));

/** Signs a whole new chain over `targets` with the keys given. */
export async function serveChain(
  targets: Record<string, TargetFile>,
  keys: Record<TufRole, readonly Signer[]>,
) {
  const { timestamp, snapshot, targets: now } = await state();
  const targetsMeta = await serveMetadata(
    lab.publisher,
    "targets",
    new Targets({ ...header(now.signed.version + 1), targets }),
    keys.targets,
  );
  const snapshotMeta = await serveMetadata(
    lab.publisher,
    "snapshot",
    new Snapshot({ ...header(snapshot.signed.version + 1), meta: { "targets.json": targetsMeta } }),
    keys.snapshot,
  );
  await serveMetadata(
    lab.publisher,
    "timestamp",
    new Timestamp({ ...header(timestamp.signed.version + 1), snapshotMeta }),
    keys.timestamp,
  );
}

export const once = async function* (bytes: Buffer) {
  yield bytes;
};

/** The genuine list of targets with one file of the package replaced. */
export async function evilTargets(): Promise<Record<string, TargetFile>> {
  const { targets } = (await state()).targets.signed;
  const name = Object.keys(targets).find((target) => target.endsWith("setup.cab")) ?? "";
  return { ...targets, [name]: await storeTarget(lab.publisher.repository, name, once(EVIL)) };
}

export const stolen = async (role: TufRole) => [await stolenKey(lab.publisher, role)];

/** Signs the catalogue again, `by` versions further than the client can have seen. */
export async function republishAbove(targets: Record<string, TargetFile>, by: number): Promise<void> {
  const current = await state();
  const from = versionsOf(current);
  const signers = {
    targets: await stolen("targets"),
    snapshot: await stolen("snapshot"),
    timestamp: await stolen("timestamp"),
  };
  await publishTargets(
    lab.publisher,
    signers,
    { targets: from.targets + by, snapshot: from.snapshot + by, timestamp: from.timestamp + by },
    targets,
  );
}
