import { rm } from "node:fs/promises";
import { Root } from "@tufjs/models";
import { describe, expect, it } from "vitest";
import { readCheck } from "../../check-record";
import type { Signer } from "../../publish/keys";
import { metadataFile } from "../../publish/layout";
import { TUF_ROLES } from "../../publish/roles";
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
import { header, rootLike, stolen, strangersKeys } from "../../testing/attacker";
import { remember, serveMetadata, stolenKey } from "../../testing/forge";

await attackedMirror();

/** A check believes the newest root. */
async function expectRoot(rootVersion: number): Promise<void> {
  await check();
  expect(await readCheck(db)).toMatchObject({ errorCode: null, rootVersion });
}

const withRootKeys = (from: Root, version: number, signers: readonly Signer[], threshold: number) =>
  rootLike(from, version, { roles: { root: { keys: signers.map(({ key }) => key), threshold } } });

const serveRoot = (root: Root, signers: readonly Signer[]) =>
  serveMetadata(lab.publisher, "root", root, signers);

const withdrawRoot = (version: number) => rm(metadataFile(lab.publisher.repository, "root", version));

describe("the rotation of root keys", () => {
  it.each([1, 2, 12])("is followed over %i steps at once", async (steps) => {
    for (let step = 0; step < steps; step++) {
      await rotateKey(lab.publisher, TUF_ROLES[step % TUF_ROLES.length] ?? "root");
    }
    await expectRoot(1 + steps);
  });

  it("is followed over more steps than one check takes, by the next ones", async () => {
    const genuine = (await state()).root.signed;
    const keys = [await stolenKey(lab.publisher, "root"), (await strangersKeys()).root];
    const keyOf = (version: number) => keys.slice(version % 2, (version % 2) + 1);
    // The first root is signed by the first key, the second by the second, and so on in turn.
    for (let version = 2; version <= 301; version++) {
      const root = withRootKeys(genuine, version, keyOf(version - 1), 1);
      await serveRoot(root, [...keyOf(version), ...keyOf(version - 1)]);
    }
    await expectRoot(257);
    await expectRoot(301);
  });

  it("is followed through a root that expired since, when the newest has not", async () => {
    const { signed } = (await state()).root;
    await serveRoot(rootLike(signed, 2, { expires: "2020-04-20T08:00:00Z" }), await stolen("root"));
    await serveRoot(rootLike(signed, 3), await stolen("root"));
    await expectRoot(3);
  });

  it("stops at a step that a stranger put in, keeps the steps before, and goes on when it is the owner's", async () => {
    await downloadGenuine();
    for (let step = 0; step < 3; step++) await rotateKey(lab.publisher, "root");
    const genuine = await remember(lab.publisher);
    const keys = await strangersKeys();
    const root = new Root({ ...header(3), consistentSnapshot: true });
    for (const role of TUF_ROLES) root.addKey(keys[role].key, role);
    await serveRoot(root, [keys.root]);
    await refusedThenWell("catalogue-signature-invalid", () => genuine.serveAgain(), { believed: ["root"] });
    expect(await readCheck(db)).toMatchObject({ rootVersion: 4 });
  });

  it("cannot be skipped: a root two versions ahead is not looked at", async () => {
    const { signed } = (await state()).root;
    await serveRoot(rootLike(signed, 3), await stolen("root"));
    await expectRoot(1);
  });
});

describe("the threshold of the root", () => {
  /** Three keys, two of which must sign from root 2 on. */
  async function twoOfThree() {
    const first = await stolenKey(lab.publisher, "root");
    const second = (await strangersKeys("second")).root;
    const third = (await strangersKeys("third")).root;
    const strict = withRootKeys((await state()).root.signed, 2, [first, second, third], 2);
    return { first, second, third, strict };
  }

  it("is raised when the old key and enough of the new ones sign", async () => {
    const { first, second, strict } = await twoOfThree();
    await serveRoot(strict, [first, second]);
    await expectRoot(2);
  });

  it("is not raised by a root that does not reach it itself", async () => {
    const { first, strict } = await twoOfThree();
    await serveRoot(strict, [first]);
    await refusedThenWell("catalogue-signature-invalid", () => withdrawRoot(2));
  });

  it("is not raised without the old key, however many of the new ones sign", async () => {
    const { second, third, strict } = await twoOfThree();
    await serveRoot(strict, [second, third]);
    await refusedThenWell("catalogue-signature-invalid", () => withdrawRoot(2));
  });

  it("cannot be lowered, nor a key be replaced, by one stolen root key", async () => {
    const { first, second, third, strict } = await twoOfThree();
    await serveRoot(strict, [first, second]);
    await expectRoot(2);
    await downloadGenuine();
    await serveRoot(withRootKeys(strict, 3, [third], 1), [third]);
    await refusedThenWell("catalogue-signature-invalid", () => withdrawRoot(3));
    const thief = (await strangersKeys("thief")).root;
    await serveRoot(withRootKeys(strict, 3, [third, thief], 2), [third, thief]);
    await refusedThenWell("catalogue-signature-invalid", () => withdrawRoot(3));
  });

  it("is lowered, and every key replaced at once, by enough of the old and enough of the new", async () => {
    const { first, second, third, strict } = await twoOfThree();
    await serveRoot(strict, [first, second]);
    const fourth = (await strangersKeys("fourth")).root;
    const fifth = (await strangersKeys("fifth")).root;
    const replaced = withRootKeys(strict, 3, [fourth, fifth], 2);
    await serveRoot(replaced, [second, third, fourth, fifth]);
    const lowered = withRootKeys(replaced, 4, [fifth], 1);
    await serveRoot(lowered, [fourth, fifth]);
    await serveRoot(rootLike(lowered, 5), [fifth]);
    await expectRoot(5);
  });
});
