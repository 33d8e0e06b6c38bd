import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { cp, mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { CatalogueError } from "@/lib/updates/catalogue/catalogue-failure";
import {
  type Catalogue,
  type CatalogueSource,
  readCatalogue,
  trustedMetadataFolder,
} from "@/lib/updates/catalogue/read-catalogue";
import { downloadFiles } from "@/lib/updates/download/download-files";
import { DownloadError } from "@/lib/updates/download/failure";
import type { PlannedFile } from "@/lib/updates/download/plan";
import { addUpdate } from "@/lib/updates/publish/add-update";
import { createRepository } from "@/lib/updates/publish/create-repository";
import type { Publisher } from "@/lib/updates/publish/publisher";
import { DEFAULT_LIFETIME_DAYS } from "@/lib/updates/publish/roles";
import { rotateKey } from "@/lib/updates/publish/rotate-key";
import { targetUrl } from "@/lib/updates/target-url";
import { writeRandomFile } from "@/lib/updates/testing/random-file";
import { BASE, type Flip, flippedMirror } from "./flipped-mirror";
import type { SweepCheck } from "./model";

/** Together 10,000, over every file of the catalogue and every payload. */
const CATALOGUE_FLIPS = 6_000;
const PAYLOAD_FLIPS = 4_000;
const PAYLOADS = { "setup.cab": 60_000, "SMSSetup/client.msi": 250_000, "redist/one.cab": 9_000 };
const PACKAGE = "61f16b3c-f1f6-4f9f-8647-2a524b0c802c";

/**
 * Faults by which the client says that it did not believe the bytes. A list that it began to read and found odd
 * is not among them: what is vouched for by a hash must be refused before it is parsed.
 */
const REFUSED_UNREAD = new Set([
  "catalogue-hash-mismatch",
  "catalogue-length-mismatch",
  "catalogue-signature-invalid",
]);
/** The two that carry their signature inside must be parsed to find it; what then is no JSON has none. */
const SIGNED_INSIDE = /(root|timestamp)\.json$/;
/** They wait for the disk more than they compute. */
const DOWNLOADS_AT_ONCE = 8;

let folder = "";
let repository = "";
/** A client that has trusted the first catalogue, to be copied for each flip. */
let trusted = "";
let environment: CatalogueSource["environment"];
const mirror = (flip?: Flip) => flippedMirror(repository, environment, flip);
let random = mulberry32(20200420);

async function prepare(): Promise<void> {
  folder = await mkdtemp(path.join(os.tmpdir(), "scp-byte-flips-"));
  repository = path.join(folder, "repository");
  const publisher: Publisher = {
    repository,
    keys: path.join(folder, "keys"),
    now: new Date(),
    lifetimeDays: DEFAULT_LIFETIME_DAYS,
  };
  await createRepository(publisher);
  environment = {
    id: "flips",
    catalogueMetadataUrl: `${BASE}metadata/`,
    catalogueTargetsUrl: `${BASE}targets/`,
    catalogueTrustedRoot: JSON.parse(await readFile(path.join(repository, "metadata/1.root.json"), "utf8")),
  };
  trusted = path.join(folder, "trusted");
  await readCatalogue(mirror(), trusted, new AbortController().signal);
  await rotateKey(publisher, "root");
  const files = await Promise.all(
    Object.entries(PAYLOADS).map(async ([name, bytes]) => {
      const { content } = await writeRandomFile(path.join(folder, "source"), name, bytes);
      return { path: name, open: () => Readable.from([content]) };
    }),
  );
  await addUpdate(publisher, {
    files,
    facts: {
      packageGuid: PACKAGE,
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
    },
  });
}

async function filesBelow(name: string): Promise<string[]> {
  const entries = await readdir(path.join(repository, name), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(repository, path.join(entry.parentPath, entry.name)));
}

/** Reads the flipped catalogue with a client that trusts the first one; what it kept of it must be genuine. */
async function readFlipped(flip: Flip): Promise<Catalogue | unknown> {
  const installDir = await mkdtemp(path.join(folder, "client-"));
  const known = trustedMetadataFolder(installDir, environment.id);
  await cp(trustedMetadataFolder(trusted, environment.id), known, { recursive: true });
  const outcome = await readCatalogue(mirror(flip), installDir, new AbortController().signal).catch(
    (error: unknown) => error,
  );
  for (const name of await readdir(known)) {
    const kept = (await readFile(path.join(known, name))).toString("base64");
    assert.ok(genuine.has(kept), `${name} was kept although it is not genuine`);
  }
  await rm(installDir, { recursive: true, force: true });
  return outcome;
}

/** All that the first and the newest catalogue, untouched, leave a client with, in base64. */
const genuine = new Set<string>();

async function rememberGenuine(installDir: string): Promise<void> {
  const known = trustedMetadataFolder(installDir, environment.id);
  for (const name of await readdir(known))
    genuine.add((await readFile(path.join(known, name))).toString("base64"));
}

async function catalogueFlips(file: string, count: number): Promise<void> {
  const { size } = await stat(path.join(repository, file));
  for (let index = 0; index < count; index++) {
    // The first ones one after the other, so that a small file is covered whole.
    const at = index < size ? index : Math.floor(random() * size);
    const flip = { file, at, bit: Math.floor(random() * 8) };
    const outcome = await readFlipped(flip);
    const where = `${file} byte ${flip.at} bit ${flip.bit}`;
    assert.ok(outcome instanceof CatalogueError, `${where} was believed`);
    const isRefused =
      REFUSED_UNREAD.has(outcome.code) || (SIGNED_INSIDE.test(file) && outcome.code === "catalogue-invalid");
    assert.ok(isRefused, `${where}: ${outcome.code}`);
  }
}

async function payloadFlips(file: string, count: number): Promise<void> {
  const catalogue = await readCatalogue(mirror(), trusted, new AbortController().signal);
  const files = (catalogue.updates[0]?.files ?? []).map((one) => ({
    path: one.path,
    bytes: one.bytes,
    sha256: one.sha256,
    url: targetUrl(`${BASE}targets/`, one.targetPath, one.sha256),
  }));
  const planned = files.find((one) => decodeURIComponent(one.url.slice(BASE.length)) === file);
  assert.ok(planned, `${file} belongs to the package`);
  for (let done = 0; done < count; done += DOWNLOADS_AT_ONCE) {
    const flips = Array.from({ length: Math.min(DOWNLOADS_AT_ONCE, count - done) }, () => ({
      file,
      at: Math.floor(random() * planned.bytes),
      bit: Math.floor(random() * 8),
    }));
    await Promise.all(flips.map((flip) => payloadFlip(flip, planned)));
  }
}

async function payloadFlip(flip: Flip, planned: PlannedFile): Promise<void> {
  const into = await mkdtemp(path.join(folder, "package-"));
  const outcome = await downloadFiles({
    files: [planned],
    folder: into,
    wire: mirror(flip),
    streams: 4,
    signal: new AbortController().signal,
    verified: new Set(),
  }).catch((error: unknown) => error);
  const where = `${flip.file} byte ${flip.at} bit ${flip.bit}`;
  assert.ok(outcome instanceof DownloadError && outcome.code === "target-hash-mismatch", where);
  assert.ok(!existsSync(path.join(into, planned.path)), `${where} was put in its place`);
  await rm(into, { recursive: true, force: true });
}

/** Seeded, so that a case that was found is found again. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const name = "byte-flips";

export async function checks(): Promise<SweepCheck[]> {
  await prepare();
  random = mulberry32(20200420);
  // What a client of the first catalogue fetches now: the newest chain, the new root, the manifest.
  const asked = new Set<string>();
  const watched = mirror();
  const get = watched.get.bind(watched);
  watched.get = (url, options) => {
    asked.add(decodeURIComponent(url.slice(BASE.length)));
    return get(url, options);
  };
  const copy = path.join(folder, "watched");
  await cp(trusted, copy, { recursive: true });
  await readCatalogue(watched, copy, new AbortController().signal);
  await rememberGenuine(trusted);
  await rememberGenuine(copy);
  const metadata = [...asked].filter((file) => existsSync(path.join(repository, file)));
  const payloads = (await filesBelow("targets")).filter((file) => !file.endsWith("manifest.json"));
  return [
    ...metadata.map((file) => ({
      name: `${Math.ceil(CATALOGUE_FLIPS / metadata.length)} flipped bits of ${file} are refused`,
      run: () => catalogueFlips(file, Math.ceil(CATALOGUE_FLIPS / metadata.length)),
    })),
    ...payloads.map((file) => ({
      name: `${Math.ceil(PAYLOAD_FLIPS / payloads.length)} flipped bits of ${file} are refused`,
      run: () => payloadFlips(file, Math.ceil(PAYLOAD_FLIPS / payloads.length)),
    })),
  ];
}

export const cleanUp = (): Promise<void> => rm(folder, { recursive: true, force: true });
