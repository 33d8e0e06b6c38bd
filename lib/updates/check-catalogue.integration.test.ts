import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { putBehindProxy } from "@/lib/connectivity/testing/put-behind-proxy";
import { alerts, cloudEnvironments, updatePackageFiles, updatePackages } from "@/lib/db/schema";
import { testDatabase } from "@/lib/testing/database";
import { trustedMetadataFolder } from "./catalogue/read-catalogue";
import { checkCatalogue } from "./check-catalogue";
import { readCheck } from "./check-record";
import { createKeys } from "./publish/keys";
import { refreshMetadata } from "./publish/refresh-metadata";
import { rotateKey } from "./publish/rotate-key";
import { UPDATE_STATE } from "./state-machine";
import { clearUpdatesLab, PACKAGE, startUpdatesLab, type UpdatesLab } from "./testing/updates-lab";

const { db, connectionString } = await testDatabase();
const LONG_AGO = new Date("2020-04-20T08:00:00Z");
const never = new AbortController().signal;

let lab: UpdatesLab;
beforeEach(async () => {
  lab = await startUpdatesLab(db, connectionString);
  await lab.publish({}, { "setup.cab": Buffer.from("payload"), "redist/one.cab": Buffer.from("redist") });
});
afterEach(async () => {
  await lab.close();
  await clearUpdatesLab(db);
});

const check = () => checkCatalogue(lab.thread("SMS_DMP_DOWNLOADER"), never);
const packages = () => db.select().from(updatePackages);
const activeAlerts = async () =>
  (await db.select().from(alerts).where(eq(alerts.state, 0))).map(({ code, params }) => [
    code,
    params.reason,
  ]);
const environmentId = async () => (await db.select().from(cloudEnvironments))[0]?.id ?? "";
const trusted = async (role: string) =>
  path.join(trustedMetadataFolder(lab.installDir, await environmentId()), `${role}.json`);

async function serveInstead(file: string, content: Buffer): Promise<void> {
  lab.server.intercept = (name, _request, response) => {
    if (!name.endsWith(file)) return false;
    response.end(content);
    return true;
  };
}

describe("a check", () => {
  it("brings the packages of the catalogue with the sizes and hashes that were signed", async () => {
    await check();
    expect(await packages()).toMatchObject([
      { packageGuid: PACKAGE, state: UPDATE_STATE.APPLICABILITY_CHECKING, totalBytes: 13 },
    ]);
    const files = await db.select().from(updatePackageFiles).orderBy(updatePackageFiles.path);
    expect(files.map(({ path: name, kind, bytes }) => [name, kind, bytes])).toEqual([
      ["redist/one.cab", "redist", 6],
      ["setup.cab", "payload", 7],
    ]);
  });

  it("records its success, the versions believed and the next check a day later", async () => {
    await check();
    const row = await readCheck(db);
    expect(row).toMatchObject({ errorCode: null, rootVersion: 1, targetsVersion: 2 });
    expect((row?.nextCheckAt?.getTime() ?? 0) - (row?.finishedAt?.getTime() ?? 0)).toBe(24 * 3_600_000);
  });

  it("writes the lines administrators look for", async () => {
    await check();
    expect(lab.lines).toContain("info Manifest.cab was successfully moved to the connector outbox");
    expect(lab.lines).toContain("info Found a new available update~~");
    expect(lab.lines).toContain(`info Generating state message: 6 for package ${PACKAGE.toUpperCase()}~~`);
  });

  it("changes nothing when the catalogue is the same", async () => {
    await check();
    const before = await packages();
    await check();
    expect(await packages()).toEqual(before);
  });

  it("has a package judged and downloaded anew when its publisher revised its files", async () => {
    await check();
    await db.update(updatePackages).set({ state: UPDATE_STATE.DOWNLOAD_SUCCESS });
    await lab.publish({}, { "setup.cab": Buffer.from("another payload") });
    await check();
    expect(await packages()).toMatchObject([{ state: UPDATE_STATE.APPLICABILITY_CHECKING, totalBytes: 15 }]);
  });

  it("follows a root that was replaced by its owner", async () => {
    await check();
    await rotateKey(lab.publisher, "timestamp");
    await check();
    expect(await readCheck(db)).toMatchObject({ errorCode: null, rootVersion: 2 });
  });

  it("heals after a kill that cut its trusted files at any place", async () => {
    await check();
    for (const role of ["timestamp", "snapshot", "targets", "root"]) {
      await writeFile(await trusted(role), (await readFile(await trusted(role))).subarray(0, 20));
      await check();
      expect(await readCheck(db), role).toMatchObject({ errorCode: null });
    }
  });
});

describe("a catalogue that must not be believed is refused by name, and nothing changes:", () => {
  const refusedAs = async (code: string) => {
    const before = await packages();
    await check();
    expect(await readCheck(db)).toMatchObject({ errorCode: code });
    expect(await activeAlerts()).toEqual([["updates.catalogue-refused", code]]);
    expect(await packages()).toEqual(before);
  };

  it("signed by somebody else", async () => {
    await rm(lab.publisher.keys, { recursive: true });
    await createKeys(lab.publisher.keys);
    const file = path.join(lab.publisher.repository, "metadata/timestamp.json");
    const forged = JSON.parse(await readFile(file, "utf8"));
    forged.signed.version += 1;
    await serveInstead("timestamp.json", Buffer.from(JSON.stringify(forged)));
    await refusedAs("catalogue-signature-invalid");
  });

  it("expired", async () => {
    await check();
    await refreshMetadata({ ...lab.publisher, now: LONG_AGO });
    await refusedAs("catalogue-expired");
  });

  it("rolled back", async () => {
    const old = await readFile(path.join(lab.publisher.repository, "metadata/timestamp.json"));
    await refreshMetadata(lab.publisher);
    await check();
    await serveInstead("timestamp.json", old);
    await refusedAs("catalogue-rolled-back");
  });

  it("with a flipped byte in its list of targets", async () => {
    lab.server.tamper = (name, content) => {
      if (!name.endsWith("targets.json")) return content;
      const flipped = Buffer.from(content);
      const at = flipped.indexOf('"length":') + 9;
      flipped[at] = flipped[at] === 0x31 ? 0x32 : 0x31;
      return flipped;
    };
    await refusedAs("catalogue-hash-mismatch");
  });

  it("cut short", async () => {
    lab.server.tamper = (name, content) =>
      name.endsWith("snapshot.json") ? content.subarray(0, content.length - 1) : content;
    await refusedAs("catalogue-length-mismatch");
  });

  it("with another manifest of the same length", async () => {
    lab.server.tamper = (name, content) =>
      name.endsWith("manifest.json") ? Buffer.from(content.toString().replace("1910", "2002")) : content;
    await refusedAs("catalogue-hash-mismatch");
  });

  it("endless", async () => {
    lab.server.tamper = (name, content) =>
      name.endsWith("timestamp.json") ? Buffer.alloc(17_000, 0x20) : content;
    await refusedAs("catalogue-too-long");
  });

  it("that is no catalogue but the page of a proxy", async () => {
    await serveInstead("timestamp.json", Buffer.from("<html>Sign in</html>"));
    await refusedAs("catalogue-invalid");
  });

  it("and believed again, with its alert gone, once it is right", async () => {
    await refreshMetadata({ ...lab.publisher, now: LONG_AGO });
    await check();
    expect(await activeAlerts()).toHaveLength(1);
    await refreshMetadata(lab.publisher);
    await check();
    expect(await readCheck(db)).toMatchObject({ errorCode: null });
    expect(await activeAlerts()).toEqual([]);
  });
});

describe("a cloud that cannot be reached", () => {
  it.each([
    ["connection-refused", "http://127.0.0.1:9/"],
    ["dns-failed", "http://nowhere.invalid/"],
  ])("is named %s, alerted, and asked again within the hour", async (code, url) => {
    await db.update(cloudEnvironments).set({ catalogueMetadataUrl: url });
    await check();
    const row = await readCheck(db);
    expect(row).toMatchObject({ errorCode: code });
    expect((row?.nextCheckAt?.getTime() ?? 0) - (row?.finishedAt?.getTime() ?? 0)).toBe(3_600_000);
    expect(await activeAlerts()).toEqual([["updates.catalogue-unreachable", code]]);
  });

  it("behind a proxy that is not there names the proxy", async () => {
    await putBehindProxy(db, 9);
    await check();
    expect(await readCheck(db)).toMatchObject({
      errorCode: "proxy-unreachable",
      errorParams: { proxy: "127.0.0.1:9" },
    });
  });

  it("with a server error says the status", async () => {
    lab.server.intercept = (name, _request, response) => {
      if (!name.endsWith("timestamp.json")) return false;
      response.writeHead(503).end();
      return true;
    };
    await check();
    expect(await readCheck(db)).toMatchObject({ errorCode: "server-busy", errorParams: { status: 503 } });
  });
});
