import path from "node:path";
import { afterEach, beforeEach, expect } from "vitest";
import type { CloudPatience } from "@/lib/connectivity/cloud-client";
import type { Database } from "@/lib/db/connection";
import { updateDownloads, updatePackages } from "@/lib/db/schema";
import { STATUS_MESSAGE } from "@/lib/status/message-ids";
import type { AlertCode } from "@/lib/status/model";
import { testDatabase } from "@/lib/testing/database";
import { checkCatalogue } from "../check-catalogue";
import { readCheck } from "../check-record";
import { judgePackages } from "../judge-packages";
import { readRepository } from "../publish/repository";
import type { TufRole } from "../publish/roles";
import { runDownload } from "../run-download";
import { UPDATE_STATE } from "../state-machine";
import { activeAlerts, expectAlarm } from "./alarm";
import { holdings } from "./holdings";
import type { KeptFiles } from "./kept-files";
import { clearUpdatesLab, PACKAGE, startUpdatesLab, type UpdatesLab } from "./updates-lab";

export let db: Database;
export let connectionString: string;
export let lab: UpdatesLab;

const never = new AbortController().signal;
let published: KeptFiles | undefined;

/**
 * For the attacks on software updates that TUF names (and Uptane with it): the real client, which trusts a genuine
 * catalogue, and a mirror in the attacker's hand. Registers what comes before and after each test of the file.
 */
export async function attackedMirror(): Promise<void> {
  ({ db, connectionString } = await testDatabase());
  beforeEach(async () => {
    lab = await startUpdatesLab(db, connectionString, published);
    if (!published) {
      await lab.publish({}, { "setup.cab": Buffer.from("payload"), "redist/one.cab": Buffer.from("redist") });
      published = await lab.keep();
    }
    await check();
  });
  afterEach(async () => {
    await lab.close();
    await clearUpdatesLab(db);
  });
}

export const thread = () => lab.thread("SMS_DMP_DOWNLOADER");
export const check = (patience?: CloudPatience) => checkCatalogue(thread(), never, patience);
export const state = () => readRepository(lab.publisher.repository);
export const packageState = async () => (await db.select().from(updatePackages))[0]?.state;

/** SMS_HIERARCHY_MANAGER's word on what applies. */
export const judge = () => judgePackages(db, thread().clock, "SMS_HIERARCHY_MANAGER");

/** The real downloader, as often as it is asked. */
export async function download(patience?: CloudPatience): Promise<void> {
  await judge();
  await db
    .insert(updateDownloads)
    .values({ packageGuid: PACKAGE, requestedBy: "test", updatedAt: new Date() })
    .onConflictDoUpdate({
      target: updateDownloads.packageGuid,
      set: { phase: "queued", nextAttemptAt: null, attempts: 0, errorCode: null },
    });
  await runDownload(thread(), PACKAGE, never, patience);
}

export async function downloadGenuine(): Promise<void> {
  await download();
  expect(await packageState()).toBe(UPDATE_STATE.DOWNLOAD_SUCCESS);
}

interface Refusal {
  alert?: AlertCode;
  /** Roles whose stolen key the attacker signed with: their metadata is rightly believed as far as it goes. */
  believed?: readonly TufRole[];
  patience?: CloudPatience;
}

/**
 * The rule of every attack: refused by name, alarm raised, nothing changed in the database or on the disk – and all
 * well after `undo`.
 */
export async function refusedThenWell(
  code: string,
  undo: () => Promise<unknown>,
  { alert = "updates.catalogue-refused", believed = [], patience }: Refusal = {},
): Promise<void> {
  const before = await holdings(db, lab.installDir);
  await check(patience);
  const row = await readCheck(db);
  expect(row).toMatchObject({ errorCode: code });
  const failure = { code, params: row?.errorParams ?? {} };
  await expectAlarm(db, { alert, failure, messageId: STATUS_MESSAGE.catalogueCheckFailed });
  const { disk, ...rows } = await holdings(db, lab.installDir);
  expect(rows).toEqual({ packages: before.packages, files: before.files, downloads: before.downloads });
  expect(Object.keys(disk)).toEqual(Object.keys(before.disk));
  const changed = Object.keys(disk).filter((file) => disk[file] !== before.disk[file]);
  expect(changed.map((file) => path.basename(file, ".json")).sort()).toEqual([...believed].sort());
  await undo();
  await check();
  expect(await readCheck(db)).toMatchObject({ errorCode: null });
  expect(await activeAlerts(db)).toEqual([]);
}

/** The same for the files of a package: refused by name, alarm raised, none in its place – and ready after `undo`. */
export async function payloadRefusedThenWell(
  code: string,
  undo: () => void,
  { alert = "updates.payload-refused", patience }: Pick<Refusal, "alert" | "patience"> = {},
): Promise<void> {
  const before = await holdings(db, lab.installDir);
  await download(patience);
  const [row] = await db.select().from(updateDownloads);
  const failure = { code: row?.errorCode ?? "", params: row?.errorParams ?? {} };
  const gaveUp = (await packageState()) === UPDATE_STATE.DOWNLOAD_FAILED;
  const messageId = gaveUp ? { messageId: STATUS_MESSAGE.packageDownloadFailed } : {};
  expect(failure.code).toBe(code);
  await expectAlarm(db, { alert, failure, ...messageId });
  expect(await packageState()).not.toBe(UPDATE_STATE.DOWNLOAD_SUCCESS);
  const { disk } = await holdings(db, lab.installDir);
  const placed = Object.keys(disk).filter(
    (file) =>
      before.disk[file] !== disk[file] && !/(\.partial|redist\/one\.cab|download\.journal)$/.test(file),
  );
  expect(placed).toEqual([]);
  undo();
  await downloadGenuine();
  expect(await activeAlerts(db)).toEqual([]);
}
