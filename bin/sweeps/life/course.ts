import { isDeepStrictEqual } from "node:util";
import { eq } from "drizzle-orm";
import { alerts, auditMessages, statusMessages, updatePackageEvents } from "@/lib/db/schema";
import { STATUS_MESSAGE } from "@/lib/status/message-ids";
import { UPDATE_STATE } from "@/lib/updates/state-machine";
import { type Change, readChanges } from "./changes";
import type { Life } from "./life";
import { hashStored } from "./stored-files";

/** Comparable between lives: what happened to the package, and what it left on the disks. */
export interface Course {
  /** `<table> <row>`: the values the row went through, oldest first. */
  rows: Record<string, unknown[]>;
  events: string[];
  audit: string[];
  status: string[];
  alerts: string[];
  /** SHA-256 by `<server>/<path>`. */
  files: Record<string, string>;
}

/** Status messages that tell of a package; the others tell of processes, or of what else the product does meanwhile. */
const OF_A_PACKAGE: ReadonlySet<number> = new Set([
  STATUS_MESSAGE.packageReady,
  STATUS_MESSAGE.packageDownloadFailed,
  STATUS_MESSAGE.updateInstalled,
  STATUS_MESSAGE.servicingStopped,
  STATUS_MESSAGE.contentReplicationFailed,
  STATUS_MESSAGE.contentRepaired,
  STATUS_MESSAGE.contentNotRepaired,
  STATUS_MESSAGE.updateInstalledAtSite,
  STATUS_MESSAGE.updateFailedAtSite,
]);
const ALERT_OF_A_PACKAGE = /^(updates|replication)\./;

/** Its effect does not outlive a restart of the executive; it is done again until the services start. */
const DONE_AGAIN = "stop-services";

export async function courseOf(life: Life): Promise<Course> {
  const { db } = life.product;
  const guid = (await life.packageGuid()) ?? "";
  const others = await life.otherPackages();
  const events = await db.select().from(updatePackageEvents).where(eq(updatePackageEvents.packageGuid, guid));
  const audit = await db.select().from(auditMessages);
  const status = await db.select().from(statusMessages);
  return {
    rows: rowsOf(await readChanges(db), guid),
    events: events
      .filter(({ code }) => code !== "download-resumed")
      .map(({ code, params, actor }) => `${code} ${JSON.stringify(params)} ${actor}`)
      .sort(),
    audit: audit.map(({ messageId, action, objectId }) => `${messageId} ${action} ${objectId}`).sort(),
    status: status
      .filter(({ messageId, strings }) => {
        return OF_A_PACKAGE.has(messageId) && !others.some((other) => strings.includes(other));
      })
      .map(({ messageId, siteCode, strings }) => `${messageId} ${siteCode} ${strings.join(" ")}`)
      .sort(),
    alerts: (await db.select().from(alerts))
      .filter(({ code }) => ALERT_OF_A_PACKAGE.test(code))
      .map(({ code, objectId }) => `${code} ${objectId}`)
      .sort(),
    files: await hashStored(life.serversDir, await life.fileNames()),
  };
}

/** Every difference in a line of its own. */
export function differences(found: Course, expected: Course): string[] {
  const lists = (["events", "audit", "status", "alerts"] as const).flatMap((name) => [
    ...surplus(found[name], expected[name]).map((entry) => `${name}: surplus ${entry}`),
    ...surplus(expected[name], found[name]).map((entry) => `${name}: missing ${entry}`),
  ]);
  const maps = (["rows", "files"] as const).flatMap((name) => {
    const keys = new Set([...Object.keys(found[name]), ...Object.keys(expected[name])]);
    return [...keys]
      .filter((key) => !isDeepStrictEqual(found[name][key], expected[name][key]))
      .map(
        (key) => `${key}: ${JSON.stringify(found[name][key])}, not ${JSON.stringify(expected[name][key])}`,
      );
  });
  return [...lists, ...maps];
}

/** What `list` has more often than `other`. */
function surplus(list: readonly string[], other: readonly string[]): string[] {
  const left = [...other];
  return list.filter((entry) => {
    const at = left.indexOf(entry);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

/** Of each row what must be the same in every life: all of its way, or where a kill may send it back, its one end. */
function rowsOf(changes: readonly Change[], guid: string): Record<string, unknown[]> {
  const ofPackage = changes.filter(
    ({ tableName, key }) =>
      tableName === "sites" || tableName === "content_distributions" || key.startsWith(guid),
  );
  const rows: Record<string, unknown[]> = {};
  for (const [row, way] of Object.entries(
    Object.groupBy(ofPackage, ({ tableName, key }) => `${tableName} ${key}`),
  )) {
    const values = (way ?? []).map((change) => change.values);
    const kept = (KEPT[(way ?? [])[0]?.tableName ?? ""] ?? ((all) => all))(values);
    rows[row] = row.endsWith(` ${DONE_AGAIN}`) ? kept.slice(0, 1) : kept;
  }
  return rows;
}

type Values = Record<string, unknown>;

/** What of a row's way counts, where that is not all of it. */
const KEPT: Record<string, (way: Values[]) => unknown[]> = {
  // The worst of its sites, whose ways are all compared, once it is on its way to them.
  update_packages: (way) => way.filter(({ state }) => !isOnTheWay(Number(state))),
  // An attempt begins again after a kill; it ends once.
  update_downloads: (way) => way.filter(({ phase }) => phase === "done" || phase === "failed"),
  content_distributions: (way) => [
    ...way.filter(({ state }) => state === "stored" || state === "failed").map(({ state }) => state),
    new Set(way.map((values) => values.job_id).filter(Boolean)).size,
  ],
  update_package_files: (way) => way.map(({ verified_at }) => verified_at !== null),
  // What it waits for may be there already, or not yet; how it ends is the same.
  update_package_steps: (way) =>
    way.map((values) => values.is_complete).filter((value) => Number(value) > 1 && value !== 3),
};

/** Between the start of an installation and its end, which is no station on the way. */
const isOnTheWay = (state: number): boolean =>
  state >= UPDATE_STATE.CONTENT_REPLICATING &&
  state < UPDATE_STATE.DOWNLOAD_IN_PROGRESS &&
  state !== UPDATE_STATE.INSTALL_SUCCESS;
