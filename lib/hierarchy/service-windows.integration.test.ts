import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { auditMessages, hierarchySettings, serviceWindows, sites } from "@/lib/db/schema";
import { testDatabase } from "@/lib/testing/database";
import { testCtx, userActor } from "@/lib/testing/factories";
import { addServiceWindow } from "./add-service-window";
import { changeServiceWindow } from "./change-service-window";
import { getHierarchySettings } from "./get-hierarchy-settings";
import { getSite } from "./get-site";
import { listSecondarySites } from "./list-secondary-sites";
import { listServiceWindows } from "./list-service-windows";
import { listSites } from "./list-sites";
import { removeServiceWindow } from "./remove-service-window";
import { setClientUpgrade } from "./set-client-upgrade";
import { setContentValidation } from "./set-content-validation";
import { setSoftwareAssuranceExpiration } from "./set-software-assurance-expiration";

const { db } = await testDatabase();
const VERSION = { version: "1906", fullVersion: "5.00.8853.1000" };
const WINDOW = {
  siteCode: "PR1",
  name: "Nights",
  enabled: true,
  startsOn: null,
  daysOfWeek: 127,
  beginTime: "22:00",
  durationMinutes: 240,
  timeZone: "Europe/Berlin",
};

beforeEach(async () => {
  await db.delete(serviceWindows);
  await db.delete(hierarchySettings);
  await db.delete(sites);
  await db.insert(sites).values({ ...VERSION, siteCode: "CAS", name: "Central", type: 4 });
  await db
    .insert(sites)
    .values({ ...VERSION, siteCode: "PR1", name: "Primary", type: 2, parentSiteCode: "CAS" });
  await db
    .insert(sites)
    .values({ ...VERSION, siteCode: "SE1", name: "Branch 100%", type: 1, parentSiteCode: "PR1" });
});

const auditsOf = (correlationId: string) =>
  db.select().from(auditMessages).where(eq(auditMessages.correlationId, correlationId));

async function added(): Promise<string> {
  const result = await addServiceWindow(testCtx(db), WINDOW);
  if (!result.ok) throw new Error(result.code);
  return result.value.id;
}

describe("a service window", () => {
  it("is added, counts at once and is audited", async () => {
    const ctx = testCtx(db);
    expect(await addServiceWindow(ctx, WINDOW)).toMatchObject({ ok: true });
    expect(await listServiceWindows(testCtx(db), { siteCode: "PR1" })).toMatchObject({
      value: { windows: [{ name: "Nights" }], now: { open: false } },
    });
    expect(await auditsOf(ctx.correlationId)).toMatchObject([
      { messageId: 60046, strings: ["test-SMS0001R", "PR1", "Nights", "added"] },
    ]);
  });

  it("is changed and removed", async () => {
    const id = await added();
    const { siteCode: _, ...window } = WINDOW;
    await changeServiceWindow(testCtx(db), { ...window, id, enabled: false });
    expect(await listServiceWindows(testCtx(db), { siteCode: "PR1" })).toMatchObject({
      value: { windows: [{ enabled: false }], now: { open: true } },
    });
    expect(await removeServiceWindow(testCtx(db), { id })).toMatchObject({ ok: true });
    expect(await removeServiceWindow(testCtx(db), { id })).toMatchObject({
      code: "service-window-not-found",
    });
  });

  it.each([
    ["a secondary", { siteCode: "SE1" }, "secondary-has-no-service-window"],
    ["a site that is not there", { siteCode: "XXX" }, "site-not-found"],
    ["a time zone that is not there", { timeZone: "Europe/Bonn" }, "invalid-input"],
    ["a date that is not there", { startsOn: "2021-02-29", daysOfWeek: 0 }, "invalid-input"],
    ["both a date and days", { startsOn: "2021-02-28" }, "invalid-input"],
  ])("is refused for %s", async (_name, change, code) => {
    expect(await addServiceWindow(testCtx(db), { ...WINDOW, ...change })).toMatchObject({ code });
  });

  it("is not for an Operations Administrator to add", async () => {
    const ctx = testCtx(db, { actor: userActor("SMS000ER") });
    expect(await addServiceWindow(ctx, WINDOW)).toMatchObject({ code: "forbidden" });
  });
});

describe("hierarchy settings", () => {
  it("are those the product ships with until the first change", async () => {
    expect(await getHierarchySettings(testCtx(db), {})).toMatchObject({
      value: { preProductionUpgrade: false, contentValidationHours: 168, requiredFreeBytes: 16106127360 },
    });
  });

  it("keep each change and leave the rest, audited", async () => {
    const ctx = testCtx(db);
    await setClientUpgrade(ctx, { preProductionUpgrade: true, collection: "SMS00005" });
    await setContentValidation(ctx, { hours: 24 });
    await setSoftwareAssuranceExpiration(ctx, { date: "2021-12-31" });
    expect(await getHierarchySettings(ctx, {})).toMatchObject({
      value: {
        preProductionUpgrade: true,
        preProductionCollection: "SMS00005",
        contentValidationHours: 24,
        softwareAssuranceExpiration: "2021-12-31",
      },
    });
    expect((await auditsOf(ctx.correlationId)).map(({ messageId }) => messageId)).toEqual([
      60047, 60047, 60047,
    ]);
  });

  it("want a collection for client piloting", async () => {
    const input = { preProductionUpgrade: true, collection: " " };
    expect(await setClientUpgrade(testCtx(db), input)).toMatchObject({
      code: "pre-production-collection-missing",
    });
  });
});

describe("secondary sites", () => {
  const many = async () => {
    const codes = Array.from({ length: 110 }, (_, at) => `T${String(at).padStart(2, "0")}`.slice(0, 3));
    const unique = [...new Set(codes)];
    const rest = Array.from({ length: 110 - unique.length }, (_, at) => `U${String(at).padStart(2, "0")}`);
    await db.insert(sites).values(
      [...unique, ...rest].map((siteCode, at) => ({
        ...VERSION,
        siteCode,
        name: `Store ${at % 7}`,
        type: 1,
        parentSiteCode: "PR1",
      })),
    );
  };

  it.each(["siteCode", "name", "version", "status"] as const)(
    "come page by page, each once, sorted by %s both ways",
    async (sort) => {
      await many();
      for (const descending of [false, true]) {
        const seen: string[] = [];
        let after: string | undefined;
        do {
          const page = await listSecondarySites(testCtx(db), { sort, descending, limit: 25, after });
          if (!page.ok) throw new Error(page.code);
          expect(page.value.total).toBe(111);
          seen.push(...page.value.rows.map((row) => row.siteCode));
          after = page.value.next ?? undefined;
        } while (after);
        expect(seen).toHaveLength(111);
        expect(new Set(seen).size).toBe(111);
      }
    },
  );

  it("are found by what was typed, taken literally", async () => {
    await many();
    expect(await listSecondarySites(testCtx(db), { search: "100%" })).toMatchObject({
      value: { total: 1, rows: [{ siteCode: "SE1", parentSiteCode: "PR1" }], next: null },
    });
    expect(await listSecondarySites(testCtx(db), { parentSiteCode: "CAS" })).toMatchObject({
      value: { total: 0 },
    });
  });

  it("that have yet to follow their parent are listed alone, and pointed out among the others", async () => {
    await many();
    await db.update(sites).set({ fullVersion: "5.00.8913.1000" }).where(eq(sites.siteCode, "PR1"));
    await db.update(sites).set({ fullVersion: "5.00.8913.1000" }).where(eq(sites.siteCode, "SE1"));
    const behind = await listSecondarySites(testCtx(db), { behind: true, limit: 1 });
    expect(behind).toMatchObject({ value: { total: 110, rows: [{ behind: true }] } });
    const followed = await listSecondarySites(testCtx(db), { search: "SE1" });
    expect(followed).toMatchObject({ value: { rows: [{ siteCode: "SE1", behind: false }] } });
  });

  it("are counted at their parent", async () => {
    await many();
    const list = await listSites(testCtx(db), {});
    expect(list.ok && list.value.map(({ siteCode, secondaries }) => [siteCode, secondaries])).toEqual([
      ["CAS", 0],
      ["PR1", 111],
    ]);
  });

  it("leave the list of sites when they are many", async () => {
    const codes = async () => {
      const list = await listSites(testCtx(db), {});
      return list.ok ? list.value.map(({ siteCode }) => siteCode) : [];
    };
    expect(await codes()).toEqual(["CAS", "PR1", "SE1"]);
    await many();
    expect(await codes()).toEqual(["CAS", "PR1"]);
  });
});

it("a site tells what its page shows, and one that is not there is named", async () => {
  await added();
  expect(await getSite(testCtx(db), { siteCode: "PR1" })).toMatchObject({
    value: { name: "Primary", children: 1, serviceWindows: [{ name: "Nights" }], routesIn: [], updates: [] },
  });
  expect(await getSite(testCtx(db), { siteCode: "XYZ" })).toMatchObject({ code: "site-not-found" });
});
