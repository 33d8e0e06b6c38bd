import { createHash } from "node:crypto";
import { once } from "node:events";
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import http from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { Updater } from "tuf-js";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type ManifestEntryFacts, parseManifest } from "../manifest";
import { addUpdate } from "./add-update";
import { createRepository } from "./create-repository";
import { readSourceFolders } from "./folder-source";
import { prune } from "./prune";
import type { Publisher } from "./publisher";
import { refreshMetadata } from "./refresh-metadata";
import { removeUpdate } from "./remove-update";
import { DEFAULT_LIFETIME_DAYS, TUF_ROLES } from "./roles";
import { rotateKey } from "./rotate-key";

const GUID = "61f16b3c-f1f6-4f9f-8647-2a524b0c802c";
const OTHER_GUID = "61f16b3c-f1f6-4f9f-8647-2a524b0c802d";
const DAY_MS = 24 * 60 * 60 * 1000;

const facts = (overrides: Partial<ManifestEntryFacts> = {}): ManifestEntryFacts => ({
  packageGuid: GUID,
  name: "Configuration Manager 1910",
  description: { en: "New features." },
  version: "1910",
  fullVersion: "5.00.8913.1000",
  minCmVersion: "5.00.8692.1000",
  maxCmVersion: "5.00.8853.9999",
  dateReleased: "2019-11-29T00:00:00Z",
  impact: 31,
  updateType: 0,
  supersedes: [],
  requiredConfiguration: [],
  earlyUpdateRing: false,
  ...overrides,
});

let server: http.Server;
let baseUrl: string;
let folder: string;
let publisher: Publisher;

beforeAll(async () => {
  server = http.createServer((request, response) => {
    readFile(path.join(publisher.repository, decodeURIComponent(request.url ?? ""))).then(
      (bytes) => response.end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => server.close());

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "scp-publish-"));
  publisher = {
    repository: path.join(folder, "repository"),
    keys: path.join(folder, "keys"),
    now: new Date(),
    lifetimeDays: DEFAULT_LIFETIME_DAYS,
  };
  await createRepository(publisher);
});

afterEach(() => rm(folder, { recursive: true, force: true }));

async function payload(files: Record<string, string>) {
  const source = await mkdtemp(path.join(folder, "payload-"));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(source, name)), { recursive: true });
    await writeFile(path.join(source, name), content);
  }
  return readSourceFolders(source);
}

/** A client that trusts the first root, as one that was installed long ago would. */
async function client() {
  const home = await mkdtemp(path.join(folder, "client-"));
  await copyFile(path.join(publisher.repository, "metadata/1.root.json"), path.join(home, "root.json"));
  const updater = () =>
    new Updater({
      metadataDir: home,
      metadataBaseUrl: `${baseUrl}/metadata`,
      targetDir: home,
      targetBaseUrl: `${baseUrl}/targets`,
      config: { fetchRetry: false },
    });
  return {
    async manifest() {
      const tuf = updater();
      await tuf.refresh();
      const target = await tuf.getTargetInfo("manifest.json");
      if (!target) throw new Error("no manifest");
      const result = parseManifest(await readFile(await tuf.downloadTarget(target)));
      if (!result.ok) throw new Error(result.code);
      return result.value;
    },
    async download(name: string) {
      const tuf = updater();
      await tuf.refresh();
      const target = await tuf.getTargetInfo(name);
      if (!target) throw new Error(`no ${name}`);
      return readFile(await tuf.downloadTarget(target, path.join(home, encodeURIComponent(name))), "utf8");
    },
  };
}

describe("a published catalogue", () => {
  it("starts empty and verifiable", async () => {
    expect((await (await client()).manifest()).updates).toEqual([]);
  });

  it("keeps private keys to their owner", async () => {
    for (const role of TUF_ROLES) {
      expect((await stat(path.join(publisher.keys, `${role}.pem`))).mode & 0o777).toBe(0o600);
    }
  });

  it("gives a TUF client the update and its files, whatever their names", async () => {
    const files = await payload({ "SMSSetup/update.map.cab": "map", "SMSSetup/Größe #1 100%.txt": "size" });
    await addUpdate(publisher, { facts: facts(), files });
    const tuf = await client();
    const [update] = (await tuf.manifest()).updates;
    const contents = Object.fromEntries(
      await Promise.all((update?.files ?? []).map(async (f) => [f.path, await tuf.download(f.target)])),
    );
    expect(contents).toEqual({ "SMSSetup/update.map.cab": "map", "SMSSetup/Größe #1 100%.txt": "size" });
  });

  it("writes the maps an installation follows, unless the publisher brought his own", async () => {
    const files = await payload({ "SMSSetup/BIN/X64/setupcore.dll": "core", "SMSSetup/install.map": "mine" });
    const { files: published } = await addUpdate(publisher, { facts: facts(), files, writeMaps: true });
    expect(published.map((file) => file.path).sort()).toEqual([
      "SMSSetup/BIN/X64/setupcore.dll",
      "SMSSetup/install.map",
      "SMSSetup/update.map.zip",
    ]);
    const tuf = await client();
    expect(await tuf.download(`${GUID}/SMSSetup/install.map`)).toBe("mine");
    expect(await tuf.download(`${GUID}/SMSSetup/update.map.zip`)).toContain("bin/X64/setupcore.dll");
  });

  it("names targets by their hash, so that a live web server never mixes versions", async () => {
    await addUpdate(publisher, { facts: facts(), files: await payload({ "setup.cab": "one" }) });
    await addUpdate(publisher, {
      facts: facts(),
      files: await payload({ "setup.cab": "two" }),
      replace: true,
    });
    const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
    expect((await readdir(path.join(publisher.repository, "targets", GUID))).sort()).toEqual(
      [`${sha256("one")}.setup.cab`, `${sha256("two")}.setup.cab`].sort(),
    );
    expect(await (await client()).download(`${GUID}/setup.cab`)).toBe("two");
  });

  it("shows a client that comes between two files of a publication the one before", async () => {
    const observer = await client();
    const seen: number[] = [];
    async function* slow() {
      seen.push((await observer.manifest()).updates.length);
      yield Buffer.from("content");
    }
    await addUpdate(publisher, { facts: facts(), files: [{ path: "a", open: slow }] });
    expect(seen).toEqual([0]);
    expect((await observer.manifest()).updates).toHaveLength(1);
  });

  it("survives a publication that was killed before its timestamp", async () => {
    const before = await client();
    const timestamp = path.join(publisher.repository, "metadata/timestamp.json");
    const old = await readFile(timestamp);
    await addUpdate(publisher, { facts: facts(), files: await payload({ a: "x" }) });
    await writeFile(timestamp, old);
    expect((await before.manifest()).updates).toHaveLength(0);
    await addUpdate(publisher, { facts: facts(), files: await payload({ a: "x" }) });
    expect((await before.manifest()).updates).toHaveLength(1);
  });
});

describe("publishing refuses", () => {
  it("a package that is there already, unless it is to be replaced", async () => {
    const files = await payload({ a: "x" });
    await addUpdate(publisher, { facts: facts(), files });
    await expect(addUpdate(publisher, { facts: facts(), files })).rejects.toMatchObject({
      code: "package-exists",
    });
  });

  it("an entry with faults, naming every field, before it copies a byte", async () => {
    const broken = { ...facts(), version: "x", impact: 0 };
    const open = () => expect.unreachable();
    await expect(addUpdate(publisher, { facts: broken, files: [{ path: "../a", open }] })).rejects.toThrow(
      /version:[\s\S]*impact:[\s\S]*files\.0\.path:/,
    );
  });

  it("to sign what somebody else changed", async () => {
    const snapshot = path.join(publisher.repository, "metadata/1.snapshot.json");
    await writeFile(snapshot, (await readFile(snapshot, "utf8")).replace('"version":1', '"version":7'));
    await expect(refreshMetadata(publisher)).rejects.toMatchObject({ code: "repository-damaged" });
  });

  it("keys of another repository", async () => {
    const other = { ...publisher, repository: `${folder}/other`, keys: `${folder}/other-keys` };
    await createRepository(other);
    await expect(refreshMetadata({ ...publisher, keys: other.keys })).rejects.toMatchObject({
      code: "key-not-trusted",
    });
  });

  it("keys where the web server would hand them out", async () => {
    const careless = { ...publisher, repository: `${folder}/other`, keys: `${folder}/other/keys` };
    await expect(createRepository(careless)).rejects.toMatchObject({ code: "keys-served" });
  });

  it("to make keys over keys or a repository over a repository", async () => {
    await expect(createRepository(publisher)).rejects.toMatchObject({ code: "repository-exists" });
    const elsewhere = { ...publisher, repository: `${folder}/other` };
    await expect(createRepository(elsewhere)).rejects.toMatchObject({ code: "keys-exist" });
  });
});

describe("removing an update", () => {
  it("leaves its files until they are pruned", async () => {
    await addUpdate(publisher, { facts: facts(), files: await payload({ a: "x" }) });
    await removeUpdate(publisher, GUID.toUpperCase());
    expect((await (await client()).manifest()).updates).toEqual([]);
    expect(await readdir(path.join(publisher.repository, "targets", GUID))).toHaveLength(1);
    await prune(publisher.repository);
    expect(await readdir(path.join(publisher.repository, "targets", GUID))).toHaveLength(0);
    expect((await (await client()).manifest()).updates).toEqual([]);
  });

  it("is refused while another update needs it", async () => {
    const files = await payload({ a: "x" });
    await addUpdate(publisher, { facts: facts(), files });
    await addUpdate(publisher, {
      facts: facts({ packageGuid: OTHER_GUID, prerequisitePackageGuid: GUID }),
      files,
    });
    await expect(removeUpdate(publisher, GUID)).rejects.toMatchObject({ code: "package-needed" });
  });
});

describe("refreshing signatures", () => {
  const later = (days: number) => ({ ...publisher, now: new Date(publisher.now.getTime() + days * DAY_MS) });

  it("renews the timestamp alone while the others last", async () => {
    expect(await refreshMetadata(later(1))).toEqual({ renewed: ["timestamp"], due: [] });
  });

  it("renews each role from half of its lifetime on", async () => {
    expect(await refreshMetadata(later(8))).toEqual({ renewed: ["snapshot", "timestamp"], due: [] });
    expect(await refreshMetadata(later(50))).toMatchObject({ renewed: ["targets", "snapshot", "timestamp"] });
    expect((await refreshMetadata(later(200))).renewed).toContain("root");
    expect((await (await client()).manifest()).updates).toEqual([]);
  });

  it("does what it can without the offline keys and says what is due", async () => {
    for (const role of ["root", "targets"]) await rm(path.join(publisher.keys, `${role}.pem`));
    expect(await refreshMetadata(later(300))).toEqual({
      renewed: ["snapshot", "timestamp"],
      due: ["root", "targets"],
    });
  });
});

describe("rotating a key", () => {
  it.each(TUF_ROLES)("takes clients of the first root along: %s", async (role) => {
    const old = await client();
    await old.manifest();
    const before = await readFile(path.join(publisher.keys, `${role}.pem`), "utf8");
    expect(await rotateKey(publisher, role)).toBe(2);
    expect(await readFile(path.join(publisher.keys, `${role}.pem`), "utf8")).not.toBe(before);
    await addUpdate(publisher, { facts: facts(), files: await payload({ a: "x" }) });
    expect((await old.manifest()).updates).toHaveLength(1);
    expect((await (await client()).manifest()).updates).toHaveLength(1);
  });
});
