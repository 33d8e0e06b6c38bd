import { afterEach, beforeEach, expect, it } from "vitest";
import { sites, usageDataRuns } from "@/lib/db/schema";
import { testDatabase } from "@/lib/testing/database";
import { testClock } from "@/lib/testing/factories";
import { databaseNotificationMonitor } from "./database-notification-monitor.component";
import { readDocument } from "./read-document";
import { relevanceInputsOf } from "./relevance-inputs";
import { type CollectionLab, startCollectionLab } from "./testing/collection-lab";

const { db } = await testDatabase();
const clock = testClock(new Date("2020-04-20T08:00:00Z"));

let lab: CollectionLab;
let stop: AbortController;
let running: Promise<void>;
beforeEach(async () => {
  lab = await startCollectionLab(db, clock);
  stop = new AbortController();
  running = databaseNotificationMonitor.run(lab.thread(stop.signal));
  await become(["scheduled complete"]);
});
afterEach(async () => {
  stop.abort();
  await running;
  await lab.close();
});

const runs = () => db.select().from(usageDataRuns).orderBy(usageDataRuns.requestedAt);
const become = (expected: string[]) =>
  expect
    .poll(async () => (await runs()).map(({ purpose, state }) => `${purpose} ${state}`), { timeout: 10_000 })
    .toEqual(expected);
const newestInputs = async () => {
  const body = (await runs()).at(-1)?.body;
  return body && relevanceInputsOf(await readDocument(body));
};

it.each([
  ["its version", { fullVersion: "5.00.8913.1000" }, { siteVersions: ["5.00.8913.1000"] }],
  ["its configuration", { configuration: { coManagement: true } }, { configuration: ["coManagement"] }],
  ["its early update ring", { configuration: { earlyUpdateRing2002: true } }, { earlyUpdateRings: ["2002"] }],
])("a site that changed %s is collected anew at once, one time", async (_what, change, inputs) => {
  clock.advance(1000);
  await db.update(sites).set(change);
  await become(["scheduled complete", "requested complete"]);
  expect(await newestInputs()).toMatchObject(inputs);
  expect(lab.lines).toContainEqual(expect.stringContaining("usage data is collected anew"));
});

it("what relevance does not depend on waits for the weekly time", async () => {
  clock.advance(1000);
  await db.update(sites).set({ name: "Another name", timeZone: "UTC" });
  await db.update(sites).set({ configuration: { coManagement: false } });
  // Several looks later.
  await expect.poll(() => lab.lines.length).toBeGreaterThan(0);
  await new Promise((resolve) => setTimeout(resolve, 300));
  await become(["scheduled complete"]);
});
