import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import path from "node:path";
import { Root } from "@tufjs/models";
import { describe, expect, it } from "vitest";
import { updateDownloads, updatePackages } from "@/lib/db/schema";
import { readCheck } from "../../check-record";
import { judgePackages } from "../../judge-packages";
import { MANIFEST_TARGET, type Manifest } from "../../manifest";
import type { Signer } from "../../publish/keys";
import { refreshMetadata } from "../../publish/refresh-metadata";
import { TUF_ROLES, type TufRole } from "../../publish/roles";
import { storeTarget } from "../../publish/target-store";
import { packageFolder, runDownload } from "../../run-download";
import { UPDATE_STATE } from "../../state-machine";
import {
  activeAlerts,
  check,
  db,
  evilTargets,
  header,
  known,
  lab,
  never,
  once,
  refusedThenWell,
  republishAbove,
  serveChain,
  state,
  stolen,
  strangersKeys,
  thread,
} from "../../testing/attacked-mirror";
import { remember, serveMetadata } from "../../testing/forge";
import { PACKAGE } from "../../testing/updates-lab";

const EVIL = Buffer.from("evil payload");

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
