import path from "node:path";
import { type Key, type MetaFile, Root, Snapshot, type TargetFile, Targets, Timestamp } from "@tufjs/models";
import { createKeys, type Signer } from "../publish/keys";
import { publishTargets, versionsOf } from "../publish/publisher";
import type { RepositoryState } from "../publish/repository";
import type { TufRole } from "../publish/roles";
import { storeTarget } from "../publish/target-store";
import { lab, state } from "./attacked-mirror";
import { serveMetadata, stolenKey } from "./forge";

/** What somebody can do who holds the mirror, and some of the publisher's keys. */

const SPEC_VERSION = "1.0.31";
const NEXT_YEAR = new Date(Date.now() + 365 * 86_400_000).toISOString().replace(/\.\d{3}Z$/, "Z");

export const header = (version: number) => ({ version, specVersion: SPEC_VERSION, expires: NEXT_YEAR });

export const strangersKeys = (name = "strangers-keys") =>
  createKeys(path.join(lab.publisher.keys, "..", name));

export const stolen = async (role: TufRole) => [await stolenKey(lab.publisher, role)];

export const stolenReleaseKeys = async () => ({
  targets: await stolen("targets"),
  snapshot: await stolen("snapshot"),
  timestamp: await stolen("timestamp"),
});

export async function serveTimestamp(version: number, snapshotMeta: MetaFile): Promise<void> {
  const timestamp = new Timestamp({ ...header(version), snapshotMeta });
  await serveMetadata(lab.publisher, "timestamp", timestamp, await stolen("timestamp"));
}

export async function serveSnapshot(version: number, meta: Record<string, MetaFile>): Promise<MetaFile> {
  const snapshot = new Snapshot({ ...header(version), meta });
  return serveMetadata(lab.publisher, "snapshot", snapshot, await stolen("snapshot"));
}

/** With both stolen keys a snapshot and a timestamp, `by` versions above those of `from`. */
export async function serveAbove(
  from: RepositoryState,
  by: number,
  meta: Record<string, MetaFile>,
): Promise<void> {
  const snapshotMeta = await serveSnapshot(from.snapshot.signed.version + by, meta);
  await serveTimestamp(from.timestamp.signed.version + by, snapshotMeta);
}

/** Signs a whole new chain over `targets` with the keys given. */
export async function serveChain(
  targets: Record<string, TargetFile>,
  keys: Record<"targets" | "snapshot" | "timestamp", readonly Signer[]>,
): Promise<void> {
  const { timestamp, snapshot, targets: now } = await state();
  const next = new Targets({ ...header(now.signed.version + 1), targets });
  const meta = { "targets.json": await serveMetadata(lab.publisher, "targets", next, keys.targets) };
  const above = new Snapshot({ ...header(snapshot.signed.version + 1), meta });
  const snapshotMeta = await serveMetadata(lab.publisher, "snapshot", above, keys.snapshot);
  const top = new Timestamp({ ...header(timestamp.signed.version + 1), snapshotMeta });
  await serveMetadata(lab.publisher, "timestamp", top, keys.timestamp);
}

/** The genuine list of targets with one file of the package replaced. */
export async function evilTargets(): Promise<Record<string, TargetFile>> {
  const { targets } = (await state()).targets.signed;
  const name = Object.keys(targets).find((target) => target.endsWith("setup.cab")) ?? "";
  const evil = await storeTarget(lab.publisher.repository, name, once(Buffer.from("evil payload")));
  return { ...targets, [name]: evil };
}

export const once = async function* (bytes: Buffer) {
  yield bytes;
};

/** Signs the catalogue again, `by` versions further than the client can have seen. */
export async function republishAbove(targets: Record<string, TargetFile>, by: number): Promise<void> {
  const from = versionsOf(await state());
  await publishTargets(
    lab.publisher,
    await stolenReleaseKeys(),
    { targets: from.targets + by, snapshot: from.snapshot + by, timestamp: from.timestamp + by },
    targets,
  );
}

interface RootChanges {
  expires?: string;
  roles?: Partial<Record<TufRole, { keys: readonly Key[]; threshold: number }>>;
}

/** The root `from` under another version, with other rules for some roles. */
export function rootLike(
  from: Root,
  version: number,
  { expires = NEXT_YEAR, roles = {} }: RootChanges = {},
): Root {
  const json = from.toJSON() as { keys: JSONObject; roles: JSONObject };
  const added = Object.values(roles).flatMap(({ keys }) => keys.map((key) => [key.keyID, key.toJSON()]));
  const changed = Object.entries(roles).map(([role, { keys, threshold }]) => [
    role,
    { keyids: keys.map(({ keyID }) => keyID), threshold },
  ]);
  return Root.fromJSON({
    ...json,
    version,
    expires,
    keys: { ...json.keys, ...Object.fromEntries(added) },
    roles: { ...json.roles, ...Object.fromEntries(changed) },
  });
}

type JSONObject = Record<string, never>;
