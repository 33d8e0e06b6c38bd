import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "@/lib/clock";
import { cloudEnvironments, serviceConnectionPoint, updatePackages, usageDataUploads } from "@/lib/db/schema";
import { testDatabase } from "@/lib/testing/database";
import { checkCatalogue } from "@/lib/updates/check-catalogue";
import { readCheck } from "@/lib/updates/check-record";
import { judgePackages } from "@/lib/updates/judge-packages";
import { UPDATE_STATE } from "@/lib/updates/state-machine";
import { bulkyItem, relevanceItems } from "@/lib/usage-data/testing/batch";
import { storeBatch } from "@/lib/usage-data/testing/store-batch";
import { runUpload } from "@/lib/usage-data/upload/run-upload";
import type { Fault } from "../faults";
import { type IngestionLab, startIngestionLab } from "../testing/ingestion-lab";

const { db } = await testDatabase();

let lab: IngestionLab;
beforeAll(async () => {
  lab = await startIngestionLab(db);
});
beforeEach(() => lab.reset());
afterAll(() => lab.close());

const check = () =>
  checkCatalogue(lab.thread({ component: "SMS_DMP_DOWNLOADER" }), new AbortController().signal);
const upload = async (
  ...batch: Parameters<typeof storeBatch> extends [unknown, ...infer Rest] ? Rest : never
) => runUpload(lab.thread({ component: "SMS_DMP_UPLOADER" }), (await storeBatch(db, ...batch)).runId);
const switchOn = (fault: Fault) => lab.faults.switchOn(fault);

/** Names of what is offered after a judgement. */
async function offered(): Promise<string[]> {
  await judgePackages(db, systemClock, "test");
  const rows = await db
    .select({ name: updatePackages.name })
    .from(updatePackages)
    .where(eq(updatePackages.state, UPDATE_STATE.APPLICABILITY_SUCCESS))
    .orderBy(updatePackages.name);
  return rows.map(({ name }) => name);
}
const whyNot = async (name: string) => {
  const [row] = await db.select().from(updatePackages).where(eq(updatePackages.name, name));
  return row?.applicability.find(({ rule }) => rule === "relevant")?.params.reason;
};

const ROLLUP = "Configuration Manager 1906 Hotfix Rollup (KB4517869)";
const VERSION = "Configuration Manager 1910";

describe("updates are offered", () => {
  it("only once the cloud accepted usage data of the hierarchy, and Basic is enough", async () => {
    await check();
    expect(await offered()).toEqual([]);
    expect(await whyNot(VERSION)).toBe("noUsageData");
    await upload({ level: 1 });
    expect(await offered()).toEqual([ROLLUP, VERSION]);
  });

  it("alike at every level", async () => {
    await check();
    for (const level of [1, 2, 3] as const) {
      const items = level === 1 ? relevanceItems() : [...relevanceItems(), bulkyItem(100)];
      await upload({ level, items });
      expect(await offered()).toEqual([ROLLUP, VERSION]);
    }
  });

  it("as the usage data says, not beyond what the site itself allows", async () => {
    await check();
    // Joined the ring by its usage data; the site itself does not know of it.
    await upload({ items: relevanceItems({ earlyUpdateRings: ["2002"] }) });
    expect(await offered()).toEqual([ROLLUP, VERSION]);
    await upload({ items: relevanceItems({ siteVersions: ["5.00.8913.1000"] }) });
    expect(await offered()).toEqual([]);
    expect(await whyNot(VERSION)).toBe("versionOutOfRange");
  });

  it("without asking the cloud where it takes no usage data", async () => {
    await db.update(cloudEnvironments).set({ usageDataUrl: null });
    await check();
    expect(await offered()).toEqual([ROLLUP, VERSION]);
    expect(lab.requests.filter((line) => line.includes("/usage-data/"))).toEqual([]);
  });
});

describe("a check for updates", () => {
  it("asks anew what is relevant: a package that is new in the catalogue is offered at once", async () => {
    await upload();
    await db.execute("truncate usage_data_relevance");
    await check();
    expect(await offered()).toEqual([ROLLUP, VERSION]);
    expect(lab.requests.filter((line) => line.includes("/relevance"))).toHaveLength(1);
  });

  it("lets an upload that waits for its next attempt be tried at once", async () => {
    const { runId } = await storeBatch(db);
    await db.update(usageDataUploads).set({ state: "waiting", nextAttemptAt: new Date("2100-01-01") });
    await check();
    const [waiting] = await db.select().from(usageDataUploads).where(eq(usageDataUploads.runId, runId));
    expect(waiting?.nextAttemptAt).toBeNull();
  });

  it.each<[string, Fault, string]>([
    ["is down", { fault: "server-error", path: "/relevance", status: 503 }, "server-busy"],
    ["answers nonsense", { fault: "malformed-relevance" }, "relevance-invalid"],
    ["has forgotten the hierarchy", { fault: "lost-upload" }, ""],
  ])("keeps what is known when the service %s", async (_what, fault, logged) => {
    await check();
    await upload();
    if (fault.fault === "lost-upload") await lab.loseBatches();
    else switchOn(fault);
    await check();
    expect(await readCheck(db)).toMatchObject({ errorCode: null });
    expect(await offered()).toEqual([ROLLUP, VERSION]);
    expect(lab.lines).toContainEqual(expect.stringContaining(logged || "accepted no usage data"));
  });

  it("asks nothing when the role is offline", async () => {
    await upload();
    lab.requests.splice(0);
    await db.update(serviceConnectionPoint).set({ runningMode: "offline" });
    await check();
    expect(lab.requests).toEqual([]);
  });
});
