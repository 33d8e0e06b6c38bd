import { rm } from "node:fs/promises";
import path from "node:path";
import { Root } from "@tufjs/models";
import { describe, expect, it } from "vitest";
import { systemClock } from "@/lib/clock";
import { updateDownloads } from "@/lib/db/schema";
import { testCtx } from "@/lib/testing/factories";
import { DownloadDispatcher } from "../../dispatch-downloads";
import { downloadUpdate } from "../../download-update";
import { getUpdate } from "../../get-update";
import { MANIFEST_TARGET, type Manifest } from "../../manifest";
import { TUF_ROLES } from "../../publish/roles";
import { storeTarget } from "../../publish/target-store";
import { UPDATE_STATE } from "../../state-machine";
import {
  attackedMirror,
  check,
  db,
  downloadGenuine,
  judge,
  lab,
  packageState,
  payloadRefusedThenWell,
  refusedThenWell,
  state,
  thread,
} from "../../testing/attacked-mirror";
import {
  evilTargets,
  header,
  once,
  republishAbove,
  serveChain,
  stolenReleaseKeys,
  strangersKeys,
} from "../../testing/attacker";
import { remember, serveMetadata } from "../../testing/forge";
import { PACKAGE } from "../../testing/updates-lab";

await attackedMirror();

const honest = (): void => {
  lab.server.tamper = null;
};

describe("arbitrary installation", () => {
  it("software that strangers signed is refused", async () => {
    await downloadGenuine();
    const genuine = await remember(lab.publisher);
    const keys = await strangersKeys();
    const { targets, snapshot, timestamp } = keys;
    await serveChain(await evilTargets(), {
      targets: [targets],
      snapshot: [snapshot],
      timestamp: [timestamp],
    });
    await refusedThenWell("catalogue-signature-invalid", () => genuine.serveAgain(/timestamp/));
    expect(await packageState()).toBe(UPDATE_STATE.DOWNLOAD_SUCCESS);
  });

  it("a root that strangers made is refused, even with a higher version", async () => {
    const keys = await strangersKeys();
    const root = new Root({ ...header(2), consistentSnapshot: true });
    for (const role of TUF_ROLES) root.addKey(keys[role].key, role);
    await serveMetadata(lab.publisher, "root", root, [keys.root]);
    const file = path.join(lab.publisher.repository, "metadata/2.root.json");
    await refusedThenWell("catalogue-signature-invalid", () => rm(file));
  });
});

describe("extraneous dependencies", () => {
  it("a file that the manifest asks for and nobody vouches for is refused", async () => {
    await downloadGenuine();
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
    const before = targets.signed;
    await serveChain({ ...before.targets, [MANIFEST_TARGET]: file }, await stolenReleaseKeys());
    await refusedThenWell(
      "catalogue-target-missing",
      async () => {
        // The timestamp was signed with the real key: its owner has to go beyond it.
        await genuine.serveAgain();
        await republishAbove(before.targets, 3);
      },
      { believed: ["timestamp", "snapshot", "targets"] },
    );
  });

  it("a manifest that a mirror enriched with a prerequisite is refused unread", async () => {
    await downloadGenuine();
    lab.server.tamper = (name, content) => {
      if (!name.endsWith("manifest.json")) return content;
      const manifest = JSON.parse(content.toString());
      manifest.updates[0].prerequisitePackageGuid = "00000000-0000-4000-8000-000000000001";
      return Buffer.from(JSON.stringify(manifest));
    };
    await refusedThenWell("catalogue-too-long", async () => honest());
  });

  it("a manifest in which a mirror exchanged a prerequisite is refused by its hash", async () => {
    const prerequisite = "00000000-0000-4000-8000-000000000001";
    await lab.publish({ prerequisitePackageGuid: prerequisite }, { "setup.cab": Buffer.from("payload") });
    await check();
    lab.server.tamper = (name, content) =>
      name.endsWith("manifest.json")
        ? Buffer.from(content.toString().replace(prerequisite, prerequisite.replace(/1$/, "2")))
        : content;
    await refusedThenWell("catalogue-hash-mismatch", async () => honest());
  });
});

describe("malicious mirror", () => {
  it.each([
    ["evil bytes of the same length", () => Buffer.from("PAYLOAD"), "target-hash-mismatch"],
    ["evil bytes of another length", () => Buffer.from("evil payload"), "target-length-mismatch"],
    ["the beginning of the right bytes", () => Buffer.from("pay"), "target-length-mismatch"],
    ["nothing", () => Buffer.alloc(0), "target-length-mismatch"],
  ])("%s are refused, never put in place, and the right ones accepted later", async (_what, bytes, code) => {
    lab.server.tamper = (name, content) => (name.endsWith("setup.cab") ? bytes() : content);
    await payloadRefusedThenWell(code, honest);
  });
});

describe("wrong software", () => {
  it("two genuine files of equal length under each other's names are refused", async () => {
    await lab.publish({}, { "setup.cab": Buffer.from("payload"), "other.cab": Buffer.from("another") });
    await check();
    lab.server.tamper = (name, content) =>
      name.endsWith("setup.cab")
        ? Buffer.from("another")
        : name.endsWith("other.cab")
          ? Buffer.from("payload")
          : content;
    await payloadRefusedThenWell("target-hash-mismatch", honest);
  });

  it("the genuine file of an older edition is refused", async () => {
    await lab.publish({}, { "setup.cab": Buffer.from("PAYLOAD") });
    await check();
    lab.server.tamper = (name, content) => (name.endsWith("setup.cab") ? Buffer.from("payload") : content);
    await payloadRefusedThenWell("target-hash-mismatch", honest);
  });

  it("a genuine update for another version of the product is not downloaded, whoever asks", async () => {
    await lab.publish(
      { minCmVersion: "5.00.9000.0000", maxCmVersion: "5.00.9999.9999" },
      { "setup.cab": Buffer.from("payload") },
    );
    await check();
    await judge();
    await new DownloadDispatcher(thread()).look();
    expect(await db.select().from(updateDownloads)).toEqual([]);
    const ctx = testCtx(db, { clock: systemClock });
    expect(await downloadUpdate(ctx, { packageGuid: PACKAGE })).toMatchObject({
      ok: false,
      code: "update-not-downloadable",
    });
    const shown = await getUpdate(ctx, { packageGuid: PACKAGE });
    expect(shown).toMatchObject({ ok: true, value: { unmetRules: [{ passed: false }] } });
  });
});
