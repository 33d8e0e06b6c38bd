import { existsSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import path from "node:path";
import { type MetaFile, Root, Snapshot, type TargetFile, Targets, Timestamp } from "@tufjs/models";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { alerts, updateDownloads, updatePackageFiles, updatePackages } from "@/lib/db/schema";
import { testDatabase } from "@/lib/testing/database";
import { checkCatalogue } from "../check-catalogue";
import { readCheck } from "../check-record";
import { judgePackages } from "../judge-packages";
import { MANIFEST_TARGET, type Manifest } from "../manifest";
import { createKeys, type Signer } from "../publish/keys";
import { publishTargets, versionsOf } from "../publish/publisher";
import { refreshMetadata } from "../publish/refresh-metadata";
import { readRepository } from "../publish/repository";
import { TUF_ROLES, type TufRole } from "../publish/roles";
import { rotateKey } from "../publish/rotate-key";
import { storeTarget } from "../publish/target-store";
import { packageFolder, runDownload } from "../run-download";
import { UPDATE_STATE } from "../state-machine";
import { remember, serveMetadata, stolenKey } from "../testing/forge";
import { clearUpdatesLab, PACKAGE, startUpdatesLab, type UpdatesLab } from "../testing/updates-lab";

/**
 * The attacks on software updates that TUF names (and Uptane with it), each against the real client and a mirror
 * in the attacker's hand: refused, alarm visible, nothing changed, and well again when the mirror is.
 */
const { db, connectionString } = await testDatabase();
const LONG_AGO = new Date("2020-04-20T08:00:00Z");
const NEXT_YEAR = new Date(Date.now() + 365 * 86_400_000).toISOString().replace(/\.\d{3}Z$/, "Z");
const SPEC_VERSION = "1.0.31";
const never = new AbortController().signal;
const EVIL = Buffer.from("evil payload");

let lab: UpdatesLab;
beforeEach(async () => {
  lab = await startUpdatesLab(db, connectionString);
  await lab.publish({}, { "setup.cab": Buffer.from("payload"), "redist/one.cab": Buffer.from("redist") });
});
afterEach(async () => {
  await lab.close();
  await clearUpdatesLab(db);
});

const thread = () => lab.thread("SMS_DMP_DOWNLOADER");
const check = () => checkCatalogue(thread(), never);
const state = () => readRepository(lab.publisher.repository);
const known = async () => ({
  packages: await db.select().from(updatePackages),
  files: await db.select().from(updatePackageFiles),
});
const activeAlerts = async () =>
  (await db.select().from(alerts).where(eq(alerts.state, 0))).map((alert) => [
    alert.code,
    alert.params.reason,
  ]);

/** The rule of every attack: refused by name, alarm raised, packages untouched – and all well after `undo`. */
async function refusedThenWell(code: string, undo: () => Promise<unknown>): Promise<void> {
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

const header = (version: number) => ({ version, specVersion: SPEC_VERSION, expires: NEXT_YEAR });

const strangersKeys = () => createKeys(path.join(lab.publisher.keys, "..", "strangers-keys"));

/** Signs a whole new chain over `targets` with the keys given. */
async function serveChain(targets: Record<string, TargetFile>, keys: Record<TufRole, readonly Signer[]>) {
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

const once = async function* (bytes: Buffer) {
  yield bytes;
};

/** The genuine list of targets with one file of the package replaced. */
async function evilTargets(): Promise<Record<string, TargetFile>> {
  const { targets } = (await state()).targets.signed;
  const name = Object.keys(targets).find((target) => target.endsWith("setup.cab")) ?? "";
  return { ...targets, [name]: await storeTarget(lab.publisher.repository, name, once(EVIL)) };
}

const stolen = async (role: TufRole) => [await stolenKey(lab.publisher, role)];

describe("arbitrary installation", () => {
  it("software that strangers signed is refused", async () => {
    await check();
    const genuine = await remember(lab.publisher);
    const keys = await strangersKeys();
    const signers = Object.fromEntries(TUF_ROLES.map((role) => [role, [keys[role]]]));
    await serveChain(await evilTargets(), signers as unknown as Record<TufRole, Signer[]>);
    await refusedThenWell("catalogue-signature-invalid", () => genuine.serveAgain(/timestamp/));
  });

  it("a root that strangers made is refused, even with a higher version", async () => {
    await check();
    const keys = await strangersKeys();
    const root = new Root({ ...header(2), consistentSnapshot: true });
    for (const role of TUF_ROLES) root.addKey(keys[role].key, role);
    await serveMetadata(lab.publisher, "root", root, [keys.root]);
    const file = path.join(lab.publisher.repository, "metadata/2.root.json");
    await refusedThenWell("catalogue-signature-invalid", () => rm(file));
  });
});

describe("endless data", () => {
  it.each(["timestamp.json", "snapshot.json", "targets.json", "manifest.json"])(
    "%s without an end is not read beyond its bound",
    async (name) => {
      let sent = 0;
      lab.server.intercept = (file, _request, response) => {
        if (!file.endsWith(name)) return false;
        const part = Buffer.alloc(64 * 1024, 0x20);
        const more = () => {
          // Far beyond every bound, so that a client that reads on is caught and the test still ends.
          if (response.destroyed || sent > 64 * 1024 * 1024) return void response.end();
          sent += part.length;
          response.write(part, () => setImmediate(more));
        };
        more();
        return true;
      };
      await refusedThenWell("catalogue-length-mismatch", async () => {
        lab.server.intercept = () => false;
      });
      expect(sent).toBeLessThan(32 * 1024 * 1024);
    },
  );
});

describe("extraneous dependencies", () => {
  it("a file that the manifest asks for and nobody vouches for is refused", async () => {
    await check();
    const { manifest, targets } = await state();
    const [update] = manifest.updates;
    if (!update) throw new Error("nothing published");
    const extra = { path: "extra.dll", kind: "payload" as const, target: `${PACKAGE}/extra.dll` };
    const asked: Manifest = { ...manifest, updates: [{ ...update, files: [...update.files, extra] }] };
    const file = await storeTarget(
      lab.publisher.repository,
      MANIFEST_TARGET,
      once(Buffer.from(JSON.stringify(asked))),
    );
    const genuine = await remember(lab.publisher);
    const keys = {
      root: [],
      targets: await stolen("targets"),
      snapshot: await stolen("snapshot"),
      timestamp: await stolen("timestamp"),
    };
    const before = targets.signed;
    await serveChain({ ...before.targets, [MANIFEST_TARGET]: file }, keys);
    // The timestamp was signed with the real key: its owner has to go beyond it.
    await refusedThenWell("catalogue-target-missing", async () => {
      await genuine.serveAgain();
      await republishAbove(before.targets, 3);
    });
  });

  it("a manifest that a mirror enriched with a prerequisite is refused by its hash", async () => {
    await check();
    lab.server.tamper = (name, content) => {
      if (!name.endsWith("manifest.json")) return content;
      const manifest = JSON.parse(content.toString());
      manifest.updates[0].prerequisitePackageGuid = "00000000-0000-4000-8000-000000000001";
      return Buffer.from(JSON.stringify(manifest));
    };
    await refreshMetadata(lab.publisher);
    // The catalogue believed before names this manifest already; only a new one makes the client fetch it again.
    await lab.publish(
      { moreInfoLink: "https://support.microsoft.com/help/1" },
      { "setup.cab": Buffer.from("payload") },
    );
    const before = await known();
    await check();
    expect((await readCheck(db))?.errorCode).toMatch(/^catalogue-(length|hash)-mismatch$/);
    expect(await known()).toEqual(before);
    lab.server.tamper = null;
    await check();
    expect(await readCheck(db)).toMatchObject({ errorCode: null });
  });
});

/** Signs the catalogue again, `by` versions further than the client can have seen. */
async function republishAbove(targets: Record<string, TargetFile>, by: number): Promise<void> {
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

describe("fast-forward", () => {
  it("without a key, a higher version number alone is refused", async () => {
    await check();
    lab.server.tamper = (name, content) => {
      if (!name.endsWith("timestamp.json")) return content;
      const json = JSON.parse(content.toString());
      json.signed.version = 2_000_000_000;
      return Buffer.from(JSON.stringify(json));
    };
    await refusedThenWell("catalogue-signature-invalid", async () => {
      lab.server.tamper = null;
    });
  });

  it("with the stolen timestamp key the true one is refused loudly, until its owner changes the key", async () => {
    await check();
    const genuine = await remember(lab.publisher);
    const { timestamp } = await state();
    await serveMetadata(
      lab.publisher,
      "timestamp",
      new Timestamp({ ...header(2_000_000_000), snapshotMeta: timestamp.signed.snapshotMeta }),
      await stolen("timestamp"),
    );
    await check();
    await genuine.serveAgain(/timestamp/);
    await refusedThenWell("catalogue-rolled-back", () => rotateKey(lab.publisher, "timestamp"));
  });

  it("with the stolen snapshot and timestamp keys likewise", async () => {
    await check();
    const genuine = await remember(lab.publisher);
    const { targetsMeta } = await state();
    const snapshotMeta = await serveMetadata(
      lab.publisher,
      "snapshot",
      new Snapshot({ ...header(2_000_000_000), meta: { "targets.json": targetsMeta } }),
      await stolen("snapshot"),
    );
    await serveMetadata(
      lab.publisher,
      "timestamp",
      new Timestamp({ ...header(2_000_000_000), snapshotMeta }),
      await stolen("timestamp"),
    );
    await check();
    await genuine.serveAgain(/timestamp/);
    await refusedThenWell("catalogue-rolled-back", async () => {
      await rotateKey(lab.publisher, "snapshot");
      await rotateKey(lab.publisher, "timestamp");
    });
  });
});

describe("indefinite freeze", () => {
  it.each(["timestamp", "snapshot", "targets"] as const)(
    "an old %s that is served for ever is noticed when it expires",
    async (role) => {
      await check();
      const lifetimeDays = { ...lab.publisher.lifetimeDays };
      if (role === "timestamp") await refreshMetadata({ ...lab.publisher, now: LONG_AGO });
      else {
        const { targets } = (await state()).targets.signed;
        const from = versionsOf(await state());
        const signers = {
          targets: await stolen("targets"),
          snapshot: await stolen("snapshot"),
          timestamp: await stolen("timestamp"),
        };
        const days = { ...lifetimeDays, [role]: -1 };
        await publishTargets({ ...lab.publisher, lifetimeDays: days }, signers, from, targets);
      }
      await refusedThenWell("catalogue-expired", async () => {
        const { targets } = (await state()).targets.signed;
        await republishAbove(targets, 1);
      });
    },
  );

  it("a root that its owner no longer renews stops the trust in everything below", async () => {
    await check();
    const root = await state().then((now) => now.root.signed);
    const expired = new Root({
      version: 2,
      specVersion: SPEC_VERSION,
      expires: "2020-04-20T08:00:00Z",
      consistentSnapshot: true,
      keys: root.keys,
      roles: root.roles,
    });
    await serveMetadata(lab.publisher, "root", expired, await stolen("root"));
    await refusedThenWell("catalogue-expired", () => rotateKey(lab.publisher, "timestamp"));
  });
});

describe("rollback", () => {
  it("of the timestamp is refused", async () => {
    const old = await remember(lab.publisher);
    await refreshMetadata(lab.publisher);
    await check();
    const now = await remember(lab.publisher);
    await old.serveAgain(/timestamp/);
    await refusedThenWell("catalogue-rolled-back", () => now.serveAgain());
  });

  it("of the snapshot under a new timestamp is refused", async () => {
    const before = await state();
    await lab.publish({}, { "setup.cab": Buffer.from("newer payload") });
    await check();
    const now = await state();
    await serveMetadata(
      lab.publisher,
      "timestamp",
      new Timestamp({
        ...header(now.timestamp.signed.version + 1),
        snapshotMeta: before.timestamp.signed.snapshotMeta,
      }),
      await stolen("timestamp"),
    );
    await refusedThenWell("catalogue-rolled-back", async () => {
      await serveMetadata(
        lab.publisher,
        "timestamp",
        new Timestamp({
          ...header(now.timestamp.signed.version + 2),
          snapshotMeta: now.timestamp.signed.snapshotMeta,
        }),
        await stolen("timestamp"),
      );
    });
  });

  it("of the targets under a new snapshot is refused", async () => {
    const before = await state();
    await lab.publish({}, { "setup.cab": Buffer.from("newer payload") });
    await check();
    const now = await state();
    const chain = async (by: number, targetsMeta: MetaFile) => {
      const snapshotMeta = await serveMetadata(
        lab.publisher,
        "snapshot",
        new Snapshot({ ...header(now.snapshot.signed.version + by), meta: { "targets.json": targetsMeta } }),
        await stolen("snapshot"),
      );
      await serveMetadata(
        lab.publisher,
        "timestamp",
        new Timestamp({ ...header(now.timestamp.signed.version + by), snapshotMeta }),
        await stolen("timestamp"),
      );
    };
    await chain(1, before.targetsMeta);
    await refusedThenWell("catalogue-rolled-back", () => chain(2, now.targetsMeta));
  });
});

describe("mix-and-match", () => {
  it.each(["snapshot", "targets"] as const)(
    "an older %s under the names of the newest catalogue is refused",
    async (role) => {
      const before = await state();
      const version = before[role].signed.version;
      const old = await readFile(path.join(lab.publisher.repository, `metadata/${version}.${role}.json`));
      await check();
      await lab.publish({}, { "setup.cab": Buffer.from("newer payload") });
      lab.server.tamper = (name, content) => (name.endsWith(`.${role}.json`) ? old : content);
      const known0 = await known();
      await check();
      expect((await readCheck(db))?.errorCode).toMatch(/^catalogue-(length|hash)-mismatch$/);
      expect((await activeAlerts())[0]?.[0]).toBe("updates.catalogue-refused");
      expect(await known()).toEqual(known0);
      lab.server.tamper = null;
      await check();
      expect(await activeAlerts()).toEqual([]);
    },
  );

  it("a snapshot that leaves out what it listed before is refused", async () => {
    await check();
    const now = await state();
    const snapshotMeta = await serveMetadata(
      lab.publisher,
      "snapshot",
      new Snapshot({ ...header(now.snapshot.signed.version + 1), meta: {} }),
      await stolen("snapshot"),
    );
    await serveMetadata(
      lab.publisher,
      "timestamp",
      new Timestamp({ ...header(now.timestamp.signed.version + 1), snapshotMeta }),
      await stolen("timestamp"),
    );
    const targets = now.targets.signed.targets;
    await refusedThenWell("catalogue-rolled-back", async () => {
      const from = versionsOf(now);
      await publishTargets(
        lab.publisher,
        {
          targets: await stolen("targets"),
          snapshot: await stolen("snapshot"),
          timestamp: await stolen("timestamp"),
        },
        { targets: from.targets, snapshot: from.snapshot + 1, timestamp: from.timestamp + 1 },
        targets,
      );
    });
  });
});

describe("key compromise below the threshold", () => {
  /** From now on two keys must sign the targets. */
  async function requireTwo(): Promise<[Signer, Signer]> {
    const first = await stolenKey(lab.publisher, "targets");
    const second = (await strangersKeys()).targets;
    const { root, targets } = await state();
    const stricter = new Root({
      version: root.signed.version + 1,
      specVersion: SPEC_VERSION,
      expires: NEXT_YEAR,
      consistentSnapshot: true,
      keys: root.signed.keys,
      roles: root.signed.roles,
    });
    stricter.addKey(second.key, "targets");
    const rule = stricter.roles.targets;
    if (!rule) throw new Error("no targets role");
    Object.assign(rule, { threshold: 2 });
    const signers = {
      targets: [first, second],
      snapshot: await stolen("snapshot"),
      timestamp: await stolen("timestamp"),
    };
    await publishTargets(lab.publisher, signers, versionsOf(await state()), targets.signed.targets);
    await serveMetadata(lab.publisher, "root", stricter, await stolen("root"));
    return [first, second];
  }

  it("one of two keys is not enough, nor one key twice", async () => {
    const [first, second] = await requireTwo();
    await check();
    expect(await readCheck(db)).toMatchObject({ errorCode: null, rootVersion: 2 });
    const genuine = await state();
    const above = async (by: number, signers: Signer[], targets: Record<string, TargetFile>) => {
      const from = versionsOf(genuine);
      await publishTargets(
        lab.publisher,
        { targets: signers, snapshot: await stolen("snapshot"), timestamp: await stolen("timestamp") },
        { targets: from.targets + by, snapshot: from.snapshot + by, timestamp: from.timestamp + by },
        targets,
      );
    };
    await above(1, [first], { ...genuine.targets.signed.targets });
    await refusedThenWell("catalogue-signature-invalid", () =>
      above(2, [first, second], genuine.targets.signed.targets),
    );
    await above(3, [second, second], { ...genuine.targets.signed.targets });
    await refusedThenWell("catalogue-signature-invalid", () =>
      above(4, [first, second], genuine.targets.signed.targets),
    );
  });

  it("the timestamp key alone cannot change what is offered", async () => {
    await check();
    const genuine = await state();
    const evil = new Targets({ ...header(99), targets: await evilTargets() });
    const keys = await strangersKeys();
    const targetsMeta = await serveMetadata(lab.publisher, "targets", evil, [keys.targets]);
    const snapshotMeta = await serveMetadata(
      lab.publisher,
      "snapshot",
      new Snapshot({ ...header(99), meta: { "targets.json": targetsMeta } }),
      [keys.snapshot],
    );
    await serveMetadata(
      lab.publisher,
      "timestamp",
      new Timestamp({ ...header(genuine.timestamp.signed.version + 1), snapshotMeta }),
      await stolen("timestamp"),
    );
    await refusedThenWell("catalogue-signature-invalid", async () => {
      // What the stolen key signed was believed as far as it goes: only a new key makes it go away.
      await serveMetadata(
        lab.publisher,
        "timestamp",
        new Timestamp({
          ...header(genuine.timestamp.signed.version + 2),
          snapshotMeta: genuine.timestamp.signed.snapshotMeta,
        }),
        await stolen("timestamp"),
      );
      await rotateKey(lab.publisher, "timestamp");
    });
  });
});

describe("malicious mirror and wrong software", () => {
  /** The real downloader against what the mirror serves. */
  async function download(): Promise<void> {
    await judgePackages(db, thread().clock, "SMS_HIERARCHY_MANAGER");
    const now = new Date();
    await db
      .insert(updateDownloads)
      .values({ packageGuid: PACKAGE, requestedBy: "test", updatedAt: now })
      .onConflictDoUpdate({
        target: updateDownloads.packageGuid,
        set: { phase: "queued", nextAttemptAt: null, attempts: 0, errorCode: null },
      });
    await runDownload(thread(), PACKAGE, never);
  }
  const packageState = async () => (await db.select().from(updatePackages))[0]?.state;

  it.each([
    ["evil bytes of the same length", () => Buffer.from("PAYLOAD"), "target-hash-mismatch"],
    ["evil bytes of another length", () => EVIL, "target-length-mismatch"],
    ["another genuine file (wrong software)", () => Buffer.from("redist"), "target-length-mismatch"],
  ])("%s are refused, never put in place, and the right ones accepted later", async (_what, bytes, code) => {
    await check();
    lab.server.tamper = (name, content) => (name.endsWith("setup.cab") ? bytes() : content);
    await download();
    expect(await packageState()).not.toBe(UPDATE_STATE.DOWNLOAD_SUCCESS);
    expect(await activeAlerts()).toEqual([["updates.payload-refused", code]]);
    expect(existsSync(path.join(packageFolder(lab.installDir, PACKAGE), "setup.cab"))).toBe(false);
    lab.server.tamper = null;
    await download();
    expect(await packageState()).toBe(UPDATE_STATE.DOWNLOAD_SUCCESS);
    expect(await activeAlerts()).toEqual([]);
  });

  it("two genuine files of equal length under each other's names are refused", async () => {
    await lab.publish({}, { "setup.cab": Buffer.from("payload"), "other.cab": Buffer.from("another") });
    await check();
    lab.server.tamper = (name, content) =>
      name.endsWith("setup.cab")
        ? Buffer.from("another")
        : name.endsWith("other.cab")
          ? Buffer.from("payload")
          : content;
    await download();
    expect((await activeAlerts())[0]).toEqual(["updates.payload-refused", "target-hash-mismatch"]);
    expect(existsSync(path.join(packageFolder(lab.installDir, PACKAGE), "setup.cab"))).toBe(false);
  });
});

describe("slow retrieval", () => {
  it("of the catalogue is given up by name and asked for again later", async () => {
    await check();
    const before = await known();
    lab.server.intercept = (name, _request, response) => {
      if (!name.endsWith("timestamp.json")) return false;
      const timer = setInterval(() => response.write(" "), 20);
      response.once("close", () => clearInterval(timer));
      return true;
    };
    await checkCatalogue(thread(), never, { slowest: { bytes: 100_000, waitingMs: 300 } });
    expect(await readCheck(db)).toMatchObject({ errorCode: "response-too-slow" });
    expect(await activeAlerts()).toEqual([["updates.catalogue-unreachable", "response-too-slow"]]);
    expect(await known()).toEqual(before);
    lab.server.intercept = () => false;
    await check();
    expect(await activeAlerts()).toEqual([]);
  });
});

describe("the rotation of root keys", () => {
  it.each([1, 2, 5, 12])("is followed over %i steps at once", async (steps) => {
    await check();
    for (let step = 0; step < steps; step++) {
      await rotateKey(lab.publisher, TUF_ROLES[step % TUF_ROLES.length] ?? "root");
    }
    await check();
    expect(await readCheck(db)).toMatchObject({ errorCode: null, rootVersion: 1 + steps });
  });

  it("stops at a step that a stranger put in, and goes on when it is the owner's", async () => {
    await check();
    await rotateKey(lab.publisher, "root");
    await rotateKey(lab.publisher, "root");
    const genuine = await remember(lab.publisher);
    const keys = await strangersKeys();
    const root = new Root({ ...header(2), consistentSnapshot: true });
    for (const role of TUF_ROLES) root.addKey(keys[role].key, role);
    await serveMetadata(lab.publisher, "root", root, [keys.root]);
    await refusedThenWell("catalogue-signature-invalid", () => genuine.serveAgain());
    expect(await readCheck(db)).toMatchObject({ rootVersion: 3 });
  });

  it("cannot be skipped: a root two versions ahead is not looked at", async () => {
    await check();
    const { root } = await state();
    const ahead = new Root({
      version: 3,
      specVersion: SPEC_VERSION,
      expires: NEXT_YEAR,
      consistentSnapshot: true,
      keys: root.signed.keys,
      roles: root.signed.roles,
    });
    await serveMetadata(lab.publisher, "root", ahead, await stolen("root"));
    await check();
    expect(await readCheck(db)).toMatchObject({ errorCode: null, rootVersion: 1 });
  });
});
