import { readFile } from "node:fs/promises";
import path from "node:path";
import { type MetaFile, Root, Snapshot, Timestamp } from "@tufjs/models";
import { describe, expect, it } from "vitest";
import { readCheck } from "../../check-record";
import { publishTargets, versionsOf } from "../../publish/publisher";
import { refreshMetadata } from "../../publish/refresh-metadata";
import { rotateKey } from "../../publish/rotate-key";
import {
  activeAlerts,
  check,
  db,
  header,
  known,
  lab,
  refusedThenWell,
  republishAbove,
  SPEC_VERSION,
  state,
  stolen,
} from "../../testing/attacked-mirror";
import { remember, serveMetadata } from "../../testing/forge";

const LONG_AGO = new Date("2020-04-20T08:00:00Z");

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
