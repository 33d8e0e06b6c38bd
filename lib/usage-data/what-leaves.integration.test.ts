import { createHash } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { alerts, clientSummary, sites, updatePackages, usageDataRuns } from "@/lib/db/schema";
import { testDatabase } from "@/lib/testing/database";
import { testClock, testCtx } from "@/lib/testing/factories";
import { collectUsageData } from "./collect-usage-data";
import { findWaitingRun } from "./collection-runs";
import { loadHashKey } from "./hash-key";
import type { UsageDataLevel, UsageDocument } from "./model";
import { hashInput } from "./one-way-hash";
import { readDocument, readDocumentText } from "./read-document";
import { requestUsageDataPreview } from "./request-usage-data-preview";
import { type CollectionLab, startCollectionLab } from "./testing/collection-lab";
import { clientGroup, PLANTED, plantHierarchy } from "./testing/planted-hierarchy";

const { db } = await testDatabase();
const clock = testClock(new Date("2020-04-20T08:00:00Z"));
let lab: CollectionLab;

beforeAll(async () => {
  lab = await startCollectionLab(db, clock);
  await plantHierarchy(db, lab.thread().serverId, clock.now());
});
afterAll(() => lab.close());

async function collect(level: UsageDataLevel): Promise<{ text: string; document: UsageDocument }> {
  await requestUsageDataPreview(testCtx(db, { clock }), { level });
  const run = await findWaitingRun(db);
  if (!run) throw new Error("nothing waits");
  await collectUsageData(lab.thread(), run);
  const [stored] = await db.select().from(usageDataRuns).where(eq(usageDataRuns.runId, run.runId));
  const body = stored?.body ?? Buffer.alloc(0);
  return { text: await readDocumentText(body), document: await readDocument(body) };
}

/** What a reader could recognise something in: a hash spells any three letters sooner or later. */
const readable = (text: string) => text.replaceAll(/"[A-Za-z0-9+/]{43}="/g, '"#"').toLowerCase();

const itemOf = ({ items }: UsageDocument, id: string) => items.find((item) => item.id === id);
const collectedValue = (document: UsageDocument, id: string) => {
  const item = itemOf(document, id);
  return item && "value" in item ? item.value : item;
};

describe.each([1, 2, 3] as const)("what leaves at level %i", (level) => {
  let leaving: Awaited<ReturnType<typeof collect>>;
  beforeAll(async () => {
    leaving = await collect(level);
  });

  it("has every item collected, or absent for a reason, and none failed", () => {
    expect(lab.lines.filter((line) => line.startsWith("error"))).toEqual([]);
    expect(leaving.document.items.filter((item) => "failed" in item)).toEqual([]);
    expect(leaving.document.items).toHaveLength({ 1: 53, 2: 246, 3: 267 }[level]);
  });

  it.each(PLANTED)("does not contain %s, though the hierarchy is full of it", (planted) => {
    expect(readable(leaving.text).includes(planted.toLowerCase())).toBe(false);
  });

  it("contains neither the key of the hashes nor a hash that was made without it", async () => {
    const key = await loadHashKey(lab.installDir);
    const unkeyed = createHash("sha256").update(hashInput("ZQ7")).digest("base64");
    for (const secret of [key.toString("base64"), key.toString("hex"), unkeyed]) {
      expect(leaving.text.includes(secret)).toBe(false);
    }
  });
});

describe("the figures", () => {
  let document: UsageDocument;
  beforeAll(async () => {
    ({ document } = await collect(3));
  });

  it("of the clients are those of their groups", () => {
    expect(collectedValue(document, "B-29")).toEqual({ devices: 17, matching: 17 });
    expect(collectedValue(document, "B-12")).toMatchObject({
      operatingSystems: { "Windows 10 Enterprise 10.0.18363": 12, "Windows Server 2019 10.0.18363": 5 },
    });
    expect(collectedValue(document, "E-CLI-02")).toEqual({ ages: [{ years: 2, devices: 17 }] });
    expect(collectedValue(document, "E-CLI-17")).toEqual({ ages: [{ months: 6, devices: 17 }] });
    expect(collectedValue(document, "E-CLI-08")).toMatchObject({
      healthy: 15,
      issues: [{ devices: 2 }],
      other: 0,
    });
    expect(collectedValue(document, "E-COM-02")).toEqual({ devices: 17, matching: 12 });
    expect(collectedValue(document, "B-14")).toMatchObject({
      groups: [{ build: "10.0.18363", devices: 12 }],
    });
  });

  it("of the sites carry clients and health, under hashes", () => {
    const value = collectedValue(document, "B-03") as { sites: Record<string, unknown>[] };
    const child = value.sites.find((site) => site.type === "primary");
    const top = value.sites.find((site) => site.type === "central-administration");
    expect(child).toMatchObject({
      clients: 17,
      health: "critical",
      timeZone: "Europe/Moscow",
      parent: top?.site,
    });
    expect(top).toMatchObject({ clients: 0, health: "ok", parent: null });
  });

  it("of updates name states, errors and hotfixes", () => {
    expect(collectedValue(document, "B-23")).toMatchObject({
      packages: [
        {
          state: "INSTALL_FAILED",
          downloadPercent: 100,
          downloadError: "target-hash-mismatch",
          siteStates: { INSTALL_FAILED: 1 },
          siteErrors: { "disk-full": 1 },
        },
      ],
    });
    expect(collectedValue(document, "E-UPD-01")).toEqual({ hotfixes: ["5.00.8913.1000"] });
  });

  it("of the portal, of faults and of servers are those of their tables", () => {
    expect(collectedValue(document, "B-01")).toMatchObject({ sessions: 1, browsers: { "Firefox 75": 1 } });
    expect(collectedValue(document, "E-CON-04")).toMatchObject({ actions: { "updates.check": 1 } });
    expect(collectedValue(document, "B-40")).toMatchObject({ crashes: { SMS_SITE_BACKUP: 1 } });
    expect(collectedValue(document, "B-49")).toMatchObject({ activeAlerts: { "backup.failed": 1 } });
    expect(collectedValue(document, "B-38")).toMatchObject({ servers: 2, diskFreePercent: { average: 50 } });
    expect(collectedValue(document, "B-08")).toMatchObject({ roles: { "SMS Site Server": 2, other: 1 } });
  });

  it("of the schema say that it is the product's own, and that a table was added when one was", async () => {
    expect(collectedValue(document, "B-09")).toMatchObject({ tables: { missing: 0, additional: 0 } });
    await db.execute(sql`create table olgas_table (id int)`);
    const { text, document: changed } = await collect(1);
    await db.execute(sql`drop table olgas_table`);
    expect(collectedValue(changed, "B-09")).toMatchObject({ tables: { missing: 0, additional: 1 } });
    expect(text.includes("olgas_table")).toBe(false);
  });
});

describe("an item that would give away a name", () => {
  it.each([
    ["the name of a server", { processorName: "zq7srv.fabrikam.example CPU" }, "B-36", "contains-host-name"],
    ["a user", { defaultBrowser: "Browser of Olga Petrova" }, "B-56", "contains-user-name"],
    ["an address", { officeVersion: "Office at 10.77.88.99" }, "B-12", "contains-network-address"],
    ["the code of a site", { osBranch: "ZQ7" }, "B-14", "contains-site-code"],
  ] as const)(
    "does not leave with %s in it; the others do, and an alert says so",
    async (_, change, id, reason) => {
      const [group] = await db.insert(clientSummary).values(clientGroup(change)).returning();
      const { text, document } = await collect(1);
      expect(itemOf(document, id)).toEqual({ id, level: 1, failed: reason });
      expect(document.items.filter((item) => "failed" in item)).toHaveLength(1);
      for (const planted of PLANTED) expect(readable(text).includes(planted.toLowerCase())).toBe(false);
      const open = () => db.select().from(alerts).where(eq(alerts.code, "usage-data.items-failed"));
      expect(await open()).toMatchObject([{ state: 0, params: { count: 1, items: id } }]);

      await db.delete(clientSummary).where(eq(clientSummary.id, group?.id ?? 0));
      await collect(1);
      expect(await open()).toMatchObject([{ state: 2 }]);
      await db.delete(alerts).where(eq(alerts.code, "usage-data.items-failed"));
    },
  );

  it("nor does one whose value is not of its form", async () => {
    await db.update(updatePackages).set({ fullVersion: "not a version" });
    const { document } = await collect(1);
    await db.update(updatePackages).set({ fullVersion: "5.00.8913.1000" });
    expect(itemOf(document, "B-23")).toEqual({ id: "B-23", level: 1, failed: "value-refused" });
  });
});

it("a source that cannot be read fails its own item and no other", async () => {
  await db.execute(sql`alter table maintenance_tasks rename to hidden`);
  const { document } = await collect(2);
  await db.execute(sql`alter table hidden rename to maintenance_tasks`);
  expect(document.items.filter((item) => "failed" in item)).toEqual([
    { id: "E-SQL-12", level: 2, failed: "collector-failed" },
  ]);
});

it("without a summary of the clients, what asks for clients is absent and not zero", async () => {
  await db.delete(clientSummary);
  const { document } = await collect(2);
  expect(itemOf(document, "B-12")).toEqual({ id: "B-12", level: 1, absent: "no-clients" });
  expect(collectedValue(document, "B-03")).toMatchObject({ sites: [{ clients: null }, { clients: null }] });
  expect(await db.select().from(sites)).toHaveLength(2);
});
