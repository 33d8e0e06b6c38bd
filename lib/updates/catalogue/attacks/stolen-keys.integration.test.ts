import { Snapshot, type TargetFile, Targets } from "@tufjs/models";
import { describe, expect, it } from "vitest";
import { readCheck } from "../../check-record";
import type { Signer } from "../../publish/keys";
import { publishTargets, versionsOf } from "../../publish/publisher";
import type { RepositoryState } from "../../publish/repository";
import { rotateKey } from "../../publish/rotate-key";
import {
  attackedMirror,
  check,
  db,
  downloadGenuine,
  lab,
  refusedThenWell,
  state,
} from "../../testing/attacked-mirror";
import {
  evilTargets,
  header,
  rootLike,
  serveAbove,
  serveTimestamp,
  stolen,
  stolenReleaseKeys,
  strangersKeys,
} from "../../testing/attacker";
import { serveJson, serveMetadata, signedJson, stolenKey } from "../../testing/forge";

await attackedMirror();

describe("key compromise below the threshold of two keys for the targets", () => {
  async function requireTwo(): Promise<{ first: Signer; second: Signer; genuine: RepositoryState }> {
    const first = await stolenKey(lab.publisher, "targets");
    const second = (await strangersKeys()).targets;
    const { root, targets } = await state();
    const signers = { ...(await stolenReleaseKeys()), targets: [first, second] };
    await publishTargets(lab.publisher, signers, versionsOf(await state()), targets.signed.targets);
    const roles = { targets: { keys: [first.key, second.key], threshold: 2 } };
    await serveMetadata(lab.publisher, "root", rootLike(root.signed, 2, { roles }), await stolen("root"));
    await check();
    expect(await readCheck(db)).toMatchObject({ errorCode: null, rootVersion: 2 });
    return { first, second, genuine: await state() };
  }

  async function publishAbove(
    genuine: RepositoryState,
    by: number,
    signers: Signer[],
    targets: Record<string, TargetFile>,
  ): Promise<void> {
    const from = versionsOf(genuine);
    await publishTargets(
      lab.publisher,
      { ...(await stolenReleaseKeys()), targets: signers },
      { targets: from.targets + by, snapshot: from.snapshot + by, timestamp: from.timestamp + by },
      targets,
    );
  }

  it("one of the two is not enough", async () => {
    await downloadGenuine();
    const { first, second, genuine } = await requireTwo();
    await publishAbove(genuine, 1, [first], await evilTargets());
    await refusedThenWell(
      "catalogue-signature-invalid",
      () => publishAbove(genuine, 2, [first, second], genuine.targets.signed.targets),
      { believed: ["snapshot", "timestamp"] },
    );
  });

  it.each([
    ["signs twice", "catalogue-invalid", "first"],
    ["signs in the name of the other", "catalogue-signature-invalid", "second"],
  ] as const)("nor is one that %s", async (_what, code, name) => {
    const { genuine, ...keys } = await requireTwo();
    const { first, second } = keys;
    const version = genuine.targets.signed.version + 1;
    const evil = signedJson(new Targets({ ...header(version), targets: await evilTargets() }), [first]);
    const [signature] = evil.signatures;
    if (!signature) throw new Error("not signed");
    evil.signatures.push({ ...signature, keyid: keys[name].key.keyID });
    const meta = await serveJson(lab.publisher, "targets", version, evil);
    await serveAbove(genuine, 1, { "targets.json": meta });
    await refusedThenWell(
      code,
      () => publishAbove(genuine, 2, [first, second], genuine.targets.signed.targets),
      { believed: ["snapshot", "timestamp"] },
    );
  });
});

describe("key compromise below what it takes to change what is offered:", () => {
  it("the timestamp key alone", async () => {
    await downloadGenuine();
    const genuine = await state();
    const { version, snapshotMeta } = genuine.timestamp.signed;
    const keys = await strangersKeys();
    const evil = new Targets({ ...header(99), targets: await evilTargets() });
    const meta = await serveMetadata(lab.publisher, "targets", evil, [keys.targets]);
    const forged = await serveMetadata(
      lab.publisher,
      "snapshot",
      new Snapshot({ ...header(99), meta: { "targets.json": meta } }),
      [keys.snapshot],
    );
    await serveTimestamp(version + 1, forged);
    await refusedThenWell(
      "catalogue-signature-invalid",
      async () => {
        // What the stolen key signed was believed as far as it goes: only a new key makes it go away.
        await serveTimestamp(version + 2, snapshotMeta);
        await rotateKey(lab.publisher, "timestamp");
      },
      { believed: ["timestamp"] },
    );
  });

  it("the timestamp and snapshot keys together", async () => {
    await downloadGenuine();
    const genuine = await state();
    const evil = new Targets({ ...header(99), targets: await evilTargets() });
    const meta = await serveMetadata(lab.publisher, "targets", evil, [(await strangersKeys()).targets]);
    await serveAbove(genuine, 1, { "targets.json": meta });
    await refusedThenWell(
      "catalogue-signature-invalid",
      async () => {
        await serveAbove(genuine, 2, { "targets.json": genuine.targetsMeta });
        await rotateKey(lab.publisher, "snapshot");
        await rotateKey(lab.publisher, "timestamp");
      },
      { believed: ["snapshot", "timestamp"] },
    );
  });
});
