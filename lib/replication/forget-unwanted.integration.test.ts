import { createHash } from "node:crypto";
import { access } from "node:fs/promises";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, it } from "vitest";
import { ContentLibrary } from "@/lib/content-library/content-library";
import { contentDistributions, easySetupVersions, sites, updatePackageSiteStatus } from "@/lib/db/schema";
import { testDatabase } from "@/lib/testing/database";
import { UPDATE_STATE, type UpdateStateName } from "@/lib/updates/state-machine";
import { distributionManager } from "./distribution-manager.component";
import { forgetUnwanted } from "./forget-unwanted";
import { ReplicationLab } from "./testing/replication-lab";
import { FILES, GUID, NEXT } from "./testing/replication-scene";

const { db } = await testDatabase();
const SHARED = { path: "same.cab", text: "in all of them" };
let lab: ReplicationLab;
let library: ContentLibrary;
beforeEach(async () => {
  lab = await ReplicationLab.start(db);
  library = new ContentLibrary(lab.installDir("PR1"));
  await lab.enable(GUID, FILES);
  await lab.enable(NEXT, FILES);
  for (const version of [1, 2, 3]) await store(version);
});
afterEach(() => lab.close());

/** A version whose files are one of its own and one that all have. */
async function store(version: number): Promise<void> {
  const files = [];
  for (const { path, text } of [SHARED, { path: "own.cab", text: `of version ${version}` }]) {
    files.push(await library.addFile({ path, ...contentOf(text), signal: new AbortController().signal }));
  }
  await library.writeManifest({ packageId: "CAS00001", version, files });
  const facts = { sourceHash: "", fileCount: 2, totalBytes: 1, createdAt: lab.clock.now() };
  const packageGuid = version === 1 ? GUID : NEXT;
  await db.insert(easySetupVersions).values({ packageId: "CAS00001", version, packageGuid, ...facts });
}

function contentOf(text: string) {
  const data = Buffer.from(text);
  const read = async (start: number) =>
    (async function* () {
      yield data.subarray(start);
    })();
  return { bytes: data.length, sha256: hashOf(text), read };
}
const hashOf = (text: string) => createHash("sha256").update(text).digest("hex");

const look = () => forgetUnwanted(lab.thread("PR1", distributionManager));
const kept = async () => (await library.versions()).map(({ version }) => version);
const isThere = (text: string) =>
  access(library.filePath(hashOf(text))).then(
    () => true,
    () => false,
  );
const isAt = (packageGuid: string, state: UpdateStateName) =>
  db.insert(updatePackageSiteStatus).values({
    packageGuid,
    siteCode: "PR1",
    state: UPDATE_STATE[state],
    prereqFlag: 0,
    lastUpdateTime: lab.clock.now(),
  });

it("only the newest of what nobody keeps account of stays, with the content it shares", async () => {
  await isAt(GUID, "INSTALL_SUCCESS");
  await look();
  expect(await kept()).toEqual([3]);
  expect([await isThere(SHARED.text), await isThere("of version 1"), await isThere("of version 3")]).toEqual([
    true,
    false,
    true,
  ]);
});

it("what a secondary site is upgrading with stays, and everything while content is on its way there", async () => {
  await db.update(sites).set({ type: 1 }).where(eq(sites.siteCode, "PR1"));
  await isAt(GUID, "PREREQ_WARNING");
  await look();
  expect(await kept()).toEqual([1, 3]);
  await db.update(updatePackageSiteStatus).set({ state: UPDATE_STATE.INSTALL_SUCCESS });
  await isAt(NEXT, "CONTENT_REPLICATING");
  await look();
  expect(await kept()).toEqual([1, 3]);
});

it("what is stored at a primary site stays", async () => {
  const at = lab.clock.now();
  await db.insert(contentDistributions).values([
    { packageId: "CAS00001", version: 1, siteCode: "PR1", state: "stored", createdAt: at, updatedAt: at },
    { packageId: "CAS00001", version: 2, siteCode: "PR1", state: "removed", createdAt: at, updatedAt: at },
  ]);
  await look();
  expect(await kept()).toEqual([1, 3]);
});
