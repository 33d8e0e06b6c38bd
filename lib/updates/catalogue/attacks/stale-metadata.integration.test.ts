import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { metadataFile } from "../../publish/layout";
import { publishTargets, versionsOf } from "../../publish/publisher";
import { refreshMetadata } from "../../publish/refresh-metadata";
import { rotateKey } from "../../publish/rotate-key";
import { UPDATE_STATE } from "../../state-machine";
import {
  attackedMirror,
  check,
  downloadGenuine,
  lab,
  packageState,
  refusedThenWell,
  state,
} from "../../testing/attacked-mirror";
import {
  republishAbove,
  rootLike,
  serveAbove,
  serveTimestamp,
  stolen,
  stolenReleaseKeys,
} from "../../testing/attacker";
import { remember, serveMetadata, signedJson } from "../../testing/forge";

await attackedMirror();

const LONG_AGO = new Date("2020-04-20T08:00:00Z");

describe("fast-forward", () => {
  it("without a key, a higher version number alone is refused", async () => {
    await downloadGenuine();
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
    const genuine = await remember(lab.publisher);
    await serveTimestamp(2_000_000_000, (await state()).timestamp.signed.snapshotMeta);
    await check();
    await genuine.serveAgain(/timestamp/);
    await refusedThenWell("catalogue-rolled-back", () => rotateKey(lab.publisher, "timestamp"));
  });

  it("with the stolen snapshot and timestamp keys likewise", async () => {
    const genuine = await remember(lab.publisher);
    const now = await state();
    await serveAbove(now, 2_000_000_000, { "targets.json": now.targetsMeta });
    await check();
    await genuine.serveAgain(/timestamp/);
    await refusedThenWell("catalogue-rolled-back", async () => {
      await rotateKey(lab.publisher, "snapshot");
      await rotateKey(lab.publisher, "timestamp");
    });
  });

  it("with every key but the root's likewise", async () => {
    const genuine = await remember(lab.publisher);
    const { targets } = (await state()).targets.signed;
    await republishAbove(targets, 2_000_000_000);
    await check();
    await genuine.serveAgain(/timestamp/);
    await refusedThenWell("catalogue-rolled-back", async () => {
      await rotateKey(lab.publisher, "targets");
      await rotateKey(lab.publisher, "snapshot");
      await rotateKey(lab.publisher, "timestamp");
    });
  });
});

describe("indefinite freeze", () => {
  it("an old timestamp that is served for ever is noticed when it expires", async () => {
    await downloadGenuine();
    await refreshMetadata({ ...lab.publisher, now: LONG_AGO });
    await refusedThenWell("catalogue-expired", () => refreshMetadata(lab.publisher));
    expect(await packageState()).toBe(UPDATE_STATE.DOWNLOAD_SUCCESS);
  });

  it.each([
    ["snapshot", ["timestamp"]],
    ["targets", ["snapshot", "timestamp"]],
  ] as const)("an old %s that is served for ever is noticed when it expires", async (role, believed) => {
    const { targets } = (await state()).targets.signed;
    const lifetimeDays = { ...lab.publisher.lifetimeDays, [role]: -1 };
    const publisher = { ...lab.publisher, lifetimeDays };
    await publishTargets(publisher, await stolenReleaseKeys(), versionsOf(await state()), targets);
    await refusedThenWell("catalogue-expired", () => republishAbove(targets, 1), { believed });
  });

  it("a root that its owner no longer renews stops the trust in everything below", async () => {
    const { signed } = (await state()).root;
    const expired = rootLike(signed, 2, { expires: "2020-04-20T08:00:00Z" });
    await serveMetadata(lab.publisher, "root", expired, await stolen("root"));
    await refusedThenWell("catalogue-expired", () => rotateKey(lab.publisher, "timestamp"), {
      believed: ["root"],
    });
  });
});

describe("rollback", () => {
  it("of the timestamp is refused", async () => {
    const old = await remember(lab.publisher);
    await refreshMetadata(lab.publisher);
    await check();
    await downloadGenuine();
    const now = await remember(lab.publisher);
    await old.serveAgain(/timestamp/);
    await refusedThenWell("catalogue-rolled-back", () => now.serveAgain());
    expect(await packageState()).toBe(UPDATE_STATE.DOWNLOAD_SUCCESS);
  });

  it("of the snapshot under a new timestamp is refused", async () => {
    const before = await state();
    await lab.publish({}, { "setup.cab": Buffer.from("newer payload") });
    await check();
    const now = (await state()).timestamp.signed;
    await serveTimestamp(now.version + 1, before.timestamp.signed.snapshotMeta);
    await refusedThenWell("catalogue-rolled-back", () => serveTimestamp(now.version + 2, now.snapshotMeta));
  });

  it("of the targets under a new snapshot is refused", async () => {
    const before = await state();
    await lab.publish({}, { "setup.cab": Buffer.from("newer payload") });
    await check();
    const now = await state();
    await serveAbove(now, 1, { "targets.json": before.targetsMeta });
    await refusedThenWell(
      "catalogue-rolled-back",
      () => serveAbove(now, 2, { "targets.json": now.targetsMeta }),
      { believed: ["timestamp"] },
    );
  });

  it.each([
    ["the same", 0],
    ["an older", -1],
    ["a version further than the next", 2],
  ])("of the root, %s under the name of the next, is refused", async (_what, by) => {
    await rotateKey(lab.publisher, "timestamp");
    await check();
    const { signed } = (await state()).root;
    const root = rootLike(signed, signed.version + by);
    const next = metadataFile(lab.publisher.repository, "root", signed.version + 1);
    await writeFile(next, JSON.stringify(signedJson(root, await stolen("root"))));
    await refusedThenWell("catalogue-rolled-back", () => rm(next));
  });
});

describe("mix-and-match", () => {
  /** Everything of it is as long as it was, so that only the content can tell. */
  const publishNewer = () =>
    lab.publish(
      { name: "Configuration Manager 1911" },
      { "setup.cab": Buffer.from("PAYLOAD"), "redist/one.cab": Buffer.from("REDIST") },
    );

  it.each([
    ["snapshot", ["timestamp"]],
    ["targets", ["snapshot", "timestamp"]],
  ] as const)("an older %s under the names of the newest catalogue is refused", async (role, believed) => {
    const { version } = (await state())[role].signed;
    const old = await readFile(path.join(lab.publisher.repository, `metadata/${version}.${role}.json`));
    await downloadGenuine();
    await publishNewer();
    lab.server.tamper = (name, content) => (name.endsWith(`.${role}.json`) ? old : content);
    await refusedThenWell(
      "catalogue-hash-mismatch",
      async () => {
        lab.server.tamper = null;
      },
      { believed },
    );
  });

  it("a manifest of the older catalogue under the name of the newer is refused", async () => {
    const folder = path.join(lab.publisher.repository, "targets");
    const old = (await state()).targets.signed.targets["manifest.json"]?.hashes.sha256;
    const manifest = await readFile(path.join(folder, `${old}.manifest.json`));
    await publishNewer();
    lab.server.tamper = (name, content) => (name.endsWith("manifest.json") ? manifest : content);
    await refusedThenWell(
      "catalogue-hash-mismatch",
      async () => {
        lab.server.tamper = null;
      },
      { believed: ["snapshot", "targets", "timestamp"] },
    );
  });

  it("a snapshot that leaves out what it listed before is refused", async () => {
    const now = await state();
    await serveAbove(now, 1, {});
    const { targets } = now.targets.signed;
    await refusedThenWell(
      "catalogue-rolled-back",
      async () => {
        const from = versionsOf(now);
        const above = { ...from, snapshot: from.snapshot + 1, timestamp: from.timestamp + 1 };
        await publishTargets(lab.publisher, await stolenReleaseKeys(), above, targets);
      },
      { believed: ["timestamp"] },
    );
  });
});
