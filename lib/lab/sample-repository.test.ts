import { mkdtemp, readdir, readFile, rm, truncate } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { removeUpdate } from "@/lib/updates/publish/remove-update";
import { readRepository } from "@/lib/updates/publish/repository";
import { SAMPLE_CATALOGUE } from "./sample-catalogue";
import { ensureSampleRepository, labPublisher } from "./sample-repository";

const SCALE = 0.001;
const MIB_IN_KIB = 1024;
const FIRST_GUID = SAMPLE_CATALOGUE[0]?.facts.packageGuid ?? "";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "scp-lab-repository-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const publisher = () => labPublisher(folder, new Date());
const state = () => readRepository(publisher().repository);

describe("the sample catalogue", () => {
  const kib = (files: Record<string, number>) => Object.values(files).reduce((sum, size) => sum + size, 0);

  it("is large enough to watch a download: 200 MiB, of which the newest applicable update has 110 MiB in six files or more", () => {
    const newest = SAMPLE_CATALOGUE.find((sample) => sample.facts.name === "Configuration Manager 1910");
    expect(SAMPLE_CATALOGUE.reduce((sum, sample) => sum + kib(sample.files), 0)).toBeGreaterThan(
      200 * MIB_IN_KIB,
    );
    expect(kib(newest?.files ?? {})).toBeGreaterThan(110 * MIB_IN_KIB);
    expect(Object.keys(newest?.files ?? {}).length).toBeGreaterThanOrEqual(6);
  });
});

describe("the lab's repository", () => {
  it("is published once and left alone afterwards", async () => {
    await ensureSampleRepository(publisher(), SCALE);
    const first = await state();
    expect(first.manifest.updates).toHaveLength(SAMPLE_CATALOGUE.length);
    await ensureSampleRepository(publisher(), SCALE);
    expect((await state()).timestamp.signed.version).toBe(first.timestamp.signed.version);
  });

  it("has the same content wherever it is made", async () => {
    await ensureSampleRepository(publisher(), SCALE);
    const first = (await state()).targets.toJSON();
    await rm(folder, { recursive: true });
    await ensureSampleRepository(publisher(), SCALE);
    const hashes = (metadata: typeof first) =>
      JSON.stringify(metadata)
        .match(/"sha256":"\w+"/g)
        ?.sort();
    // The manifest says when it was published; every other file must be equal.
    const second = hashes((await state()).targets.toJSON()) ?? [];
    expect(second.filter((hash) => !hashes(first)?.includes(hash)).length).toBeLessThanOrEqual(1);
  });

  it("is finished when a kill left some updates unpublished", async () => {
    await ensureSampleRepository(publisher(), SCALE);
    await removeUpdate(publisher(), FIRST_GUID);
    await ensureSampleRepository(publisher(), SCALE);
    expect((await state()).manifest.updates).toHaveLength(SAMPLE_CATALOGUE.length);
  });

  it("is made anew when a kill left it unreadable", async () => {
    await ensureSampleRepository(publisher(), SCALE);
    await rm(path.join(publisher().repository, "metadata/timestamp.json"));
    await ensureSampleRepository(publisher(), SCALE);
    expect((await state()).manifest.updates).toHaveLength(SAMPLE_CATALOGUE.length);
  });

  it("gets back a file that somebody cut short", async () => {
    await ensureSampleRepository(publisher(), SCALE);
    const targets = path.join(publisher().repository, "targets", FIRST_GUID, "SMSSetup");
    const name = (await readdir(targets)).find((entry) => entry.endsWith(".update.map.zip"));
    const file = path.join(targets, name ?? "");
    const whole = await readFile(file);
    await truncate(file, 10);
    await ensureSampleRepository(publisher(), SCALE);
    expect(await readFile(file)).toEqual(whole);
  });

  it("is published anew in another size when the scale changes", async () => {
    await ensureSampleRepository(publisher(), SCALE);
    await ensureSampleRepository(publisher(), SCALE * 2);
    expect((await state()).manifest.updates).toHaveLength(SAMPLE_CATALOGUE.length);
  });

  it("gets a new timestamp when half of its life is over", async () => {
    await ensureSampleRepository(publisher(), SCALE);
    const { version } = (await state()).timestamp.signed;
    const tomorrow = labPublisher(folder, new Date(Date.now() + 25 * 60 * 60 * 1000));
    await ensureSampleRepository(tomorrow, SCALE);
    expect((await state()).timestamp.signed.version).toBe(version + 1);
  });
});
