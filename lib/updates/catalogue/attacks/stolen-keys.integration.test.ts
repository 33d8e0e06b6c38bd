import { Root, Snapshot, type TargetFile, Targets, Timestamp } from "@tufjs/models";
import { describe, expect, it } from "vitest";
import { readCheck } from "../../check-record";
import type { Signer } from "../../publish/keys";
import { publishTargets, versionsOf } from "../../publish/publisher";
import { TUF_ROLES } from "../../publish/roles";
import { rotateKey } from "../../publish/rotate-key";
import {
  check,
  db,
  evilTargets,
  header,
  lab,
  NEXT_YEAR,
  refusedThenWell,
  SPEC_VERSION,
  state,
  stolen,
  strangersKeys,
} from "../../testing/attacked-mirror";
import { remember, serveMetadata, stolenKey } from "../../testing/forge";

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
