import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import {
  auditMessages,
  cloudEnvironments,
  componentThreads,
  executives,
  serviceConnectionPoint,
  siteSystemRoles,
  siteSystemServers,
  sites,
  usageDataRuns,
  usageDataSettings,
  usageDataUploads,
} from "@/lib/db/schema";
import { testDatabase } from "@/lib/testing/database";
import { testClock, testCtx, userActor } from "@/lib/testing/factories";
import { createUsageDataRun } from "@/lib/testing/usage-data";
import { CATALOGUE_ITEMS } from "./catalogue/items";
import { changeUsageDataLevel } from "./change-usage-data-level";
import { getUsageDataCatalogue } from "./get-usage-data-catalogue";
import { getUsageDataStatus } from "./get-usage-data-status";
import { sendUsageDataPreview } from "./send-usage-data-preview";
import { uploadUsageDataNow } from "./upload-usage-data-now";

const { db } = await testDatabase();
const EXECUTIVE_ID = "00000000-0000-4000-8000-000000000001";
let clock = testClock();

const ctx = () => testCtx(db, { clock });
const statusNow = async () => {
  const result = await getUsageDataStatus(ctx(), {});
  return result.ok ? result.value : null;
};

beforeEach(async () => {
  clock = testClock(new Date("2020-04-20T08:00:00Z"));
  for (const table of [
    usageDataRuns,
    usageDataSettings,
    serviceConnectionPoint,
    componentThreads,
    siteSystemRoles,
    siteSystemServers,
    executives,
    sites,
    cloudEnvironments,
  ]) {
    await db.delete(table);
  }
});

/** A hierarchy whose role runs online in an environment that takes usage data. */
async function installRole({ usageDataUrl }: { usageDataUrl?: string | null } = {}): Promise<void> {
  await db.insert(sites).values({
    siteCode: "CAS",
    name: "Central",
    type: 4,
    version: "1906",
    fullVersion: "5.00.8853.1000",
    installedAt: new Date("2020-04-01T10:00:00Z"),
  });
  const [server] = await db
    .insert(siteSystemServers)
    .values({ fqdn: "scp01.contoso.com", siteCode: "CAS", executiveId: EXECUTIVE_ID })
    .returning();
  const serverId = server?.id ?? "";
  await db.insert(cloudEnvironments).values({
    id: "lab",
    name: "Lab",
    usageDataUrl: usageDataUrl === undefined ? "https://usage.example/" : usageDataUrl,
  });
  const [role] = await db.insert(siteSystemRoles).values({ serverId, role: "SMS Dmp Connector" }).returning();
  await db
    .insert(serviceConnectionPoint)
    .values({ roleId: role?.id ?? "", environmentId: "lab", runningMode: "online" });
  await db.insert(executives).values({
    id: EXECUTIVE_ID,
    hostName: "host",
    processId: 1,
    version: "0.0.0",
    startedAt: clock.now(),
    heartbeatAt: new Date(),
  });
  await db.insert(componentThreads).values({ serverId, component: "SMS_DMP_UPLOADER", state: "running" });
}

describe("the status", () => {
  test("names the level as Setup leaves it and the next weekly time of the top-level site", async () => {
    await installRole();
    expect(await statusNow()).toMatchObject({
      level: 2,
      levelChangedBy: "Setup",
      nextCollectionAt: new Date("2020-04-22T10:00:00Z"),
      nextUploadAt: null,
      uploadRefusal: null,
    });
  });

  test("a batch that waits leaves at its next attempt, or at once when it has had none", async () => {
    await installRole();
    const { runId } = await createUsageDataRun(db, { at: clock.now(), upload: "pending" });
    expect((await statusNow())?.nextUploadAt).toEqual(clock.now());
    const nextAttemptAt = new Date("2020-04-20T09:30:00Z");
    await db
      .update(usageDataUploads)
      .set({ state: "waiting", nextAttemptAt })
      .where(eq(usageDataUploads.runId, runId));
    expect((await statusNow())?.nextUploadAt).toEqual(nextAttemptAt);
  });

  test.each([
    ["there is no role", "role-not-installed", async () => {}],
    ["the environment takes none", "no-endpoint", () => installRole({ usageDataUrl: null })],
    [
      "the role runs offline",
      "role-offline",
      async () => {
        await installRole();
        await db.update(serviceConnectionPoint).set({ runningMode: "offline" });
      },
    ],
    [
      "the downloader does not run",
      "role-not-running",
      async () => {
        await installRole();
        await db.update(serviceConnectionPoint).set({ runningMode: null });
      },
    ],
    [
      "the executive is silent",
      "executive-silent",
      async () => {
        await installRole();
        await db.update(executives).set({ heartbeatAt: new Date(Date.now() - 60_000) });
      },
    ],
    [
      "the uploader is stopped",
      "uploader-stopped",
      async () => {
        await installRole();
        await db.update(componentThreads).set({ state: "stopped" });
      },
    ],
  ])("nothing is uploaded when %s", async (_why, refusal, arrange) => {
    await arrange();
    await createUsageDataRun(db, { at: clock.now(), upload: "pending" });
    expect(await statusNow()).toMatchObject({ uploadRefusal: refusal, nextUploadAt: null });
  });
});

describe("sending a preview", () => {
  beforeEach(async () => {
    await db.insert(usageDataSettings).values({ level: 2 });
  });

  test("lets its very bytes leave, in the place of what waited", async () => {
    const waiting = await createUsageDataRun(db, { at: clock.now(), upload: "pending" });
    const preview = await createUsageDataRun(db, { at: clock.now(), purpose: "preview" });
    const context = ctx();
    expect(await sendUsageDataPreview(context, { runId: preview.runId })).toMatchObject({ ok: true });

    const [run] = await db.select().from(usageDataRuns).where(eq(usageDataRuns.runId, preview.runId));
    expect(run).toMatchObject({ purpose: "requested", bodySha256: preview.bodySha256 });
    const uploads = await db.select().from(usageDataUploads);
    expect(Object.fromEntries(uploads.map(({ runId, state }) => [runId, state]))).toEqual({
      [waiting.runId]: "discarded",
      [preview.runId]: "pending",
    });
    const audit = await db
      .select()
      .from(auditMessages)
      .where(eq(auditMessages.correlationId, context.correlationId));
    expect(audit).toMatchObject([{ messageId: 60005, objectId: preview.runId }]);
  });

  test("is refused for another level than the one in force, and for what is no preview", async () => {
    const full = await createUsageDataRun(db, { at: clock.now(), purpose: "preview", level: 3 });
    const sent = await createUsageDataRun(db, { at: clock.now(), upload: "accepted" });
    expect(await sendUsageDataPreview(ctx(), { runId: full.runId })).toMatchObject({
      code: "usage-preview-other-level",
    });
    expect(await sendUsageDataPreview(ctx(), { runId: sent.runId })).toMatchObject({
      code: "usage-run-no-preview",
    });
  });

  test("is refused to an Operations Administrator", async () => {
    const preview = await createUsageDataRun(db, { at: clock.now(), purpose: "preview" });
    const operator = testCtx(db, { clock, actor: userActor("SMS000ER") });
    expect(await sendUsageDataPreview(operator, { runId: preview.runId })).toMatchObject({
      code: "forbidden",
    });
  });
});

describe("changing the level", () => {
  const change = (level: number, context = ctx()) => changeUsageDataLevel(context, { level });
  const auditOf = ({ correlationId }: { correlationId: string }) =>
    db.select().from(auditMessages).where(eq(auditMessages.correlationId, correlationId));
  const stateOf = async (runId: string) =>
    (await db.select().from(usageDataUploads).where(eq(usageDataUploads.runId, runId)))[0]?.state;

  test("is audited as 60003 with the old and the new level, and says who and when", async () => {
    const context = ctx();
    expect(await change(3, context)).toMatchObject({ value: { from: 2, to: 3, discarded: 0 } });
    expect(await auditOf(context)).toMatchObject([
      { messageId: 60003, strings: ["test-SMS0001R", "enhanced", "full"] },
    ]);
    expect(await statusNow()).toMatchObject({
      level: 3,
      levelChangedBy: "test-SMS0001R",
      levelChangedAt: clock.now(),
    });
  });

  test("to a lower one discards what waits at a higher one, and nothing else", async () => {
    const waiting = await createUsageDataRun(db, { at: clock.now(), level: 2, upload: "pending" });
    const sent = await createUsageDataRun(db, { at: clock.now(), level: 2, upload: "accepted" });
    expect(await change(1)).toMatchObject({ value: { discarded: 1 } });
    expect(await stateOf(waiting.runId)).toBe("discarded");
    expect(await stateOf(sent.runId)).toBe("accepted");
  });

  test("to a higher one leaves what waits as it is: what was collected was collected at the lower one", async () => {
    const waiting = await createUsageDataRun(db, { at: clock.now(), level: 2, upload: "pending" });
    await change(3);
    expect(await stateOf(waiting.runId)).toBe("pending");
  });

  test("to the one in force is no change", async () => {
    const context = ctx();
    await change(2, context);
    expect(await auditOf(context)).toEqual([]);
    expect(await statusNow()).toMatchObject({ levelChangedBy: "Setup" });
  });

  test("is refused to an Operations Administrator", async () => {
    const operator = testCtx(db, { clock, actor: userActor("SMS000ER") });
    expect(await change(1, operator)).toMatchObject({ code: "forbidden" });
  });
});

describe("uploading now", () => {
  test("brings the next attempt forward", async () => {
    await installRole();
    const { runId } = await createUsageDataRun(db, { at: clock.now(), upload: "waiting" });
    await db.update(usageDataUploads).set({ nextAttemptAt: new Date("2020-04-21T00:00:00Z") });
    expect(await uploadUsageDataNow(ctx(), {})).toMatchObject({ value: { runId } });
    expect((await statusNow())?.nextUploadAt).toEqual(clock.now());
  });

  test("is refused when nothing waits, and offline", async () => {
    await installRole();
    expect(await uploadUsageDataNow(ctx(), {})).toMatchObject({ code: "usage-data-nothing-waits" });
    await db.update(serviceConnectionPoint).set({ runningMode: "offline" });
    expect(await uploadUsageDataNow(ctx(), {})).toMatchObject({ code: "role-offline" });
  });
});

test("the itemised list comes in the reader's language, with the reasons for having no value", async () => {
  const [english, german] = await Promise.all(
    (["en", "de"] as const).map((locale) => getUsageDataCatalogue(ctx(), { locale })),
  );
  if (!english?.ok || !german?.ok) throw new Error("no catalogue");
  expect(english.value.items.map(({ id }) => id)).toEqual(CATALOGUE_ITEMS.map(({ id }) => id));
  expect(english.value.items[0]?.title).not.toBe(german.value.items[0]?.title);
  expect(german.value.whyNot["no-clients"]).toContain("Clients");
});
