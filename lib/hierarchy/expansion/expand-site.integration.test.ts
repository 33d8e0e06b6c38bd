import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "@/lib/clock";
import {
  hierarchySettings,
  maintenanceTasks,
  roleChangeChecks,
  siteSystemRoles,
  siteSystemServers,
  sites,
} from "@/lib/db/schema";
import { testDatabase } from "@/lib/testing/database";
import { testCtx } from "@/lib/testing/factories";
import {
  CLIENT_SECRET,
  MAIL_PASSWORD,
  type MoveLab,
  SIGNATURE,
  startMoveLab,
} from "../role-changes/testing/move-lab";
import { undoRoleChange } from "../role-changes/undo-role-change";
import { expandSite } from "./expand-site";
import { getExpansionPlan } from "./get-expansion-plan";

const { db } = await testDatabase();
const ctx = testCtx(db, { clock: systemClock });
const ALL = [CLIENT_SECRET, MAIL_PASSWORD, SIGNATURE];

let lab: MoveLab;
beforeEach(async () => {
  await db.delete(maintenanceTasks);
  lab = await startMoveLab(db, { siteCode: "PR1", name: "One", type: 2 });
  await db.insert(hierarchySettings).values({}).onConflictDoNothing();
  await db.update(hierarchySettings).set({ preReleaseConsentAt: new Date(), preReleaseConsentBy: "anna" });
});
afterEach(() => lab.close());

const expand = (change: Record<string, unknown> = {}) =>
  expandSite(ctx, {
    siteCode: "cas",
    siteName: "Central",
    toServerId: lab.scp02.id,
    oldHolder: "alive",
    confirmation: "pr1",
    ...change,
  });
const siteOf = async (code: string) => (await db.select().from(sites).where(eq(sites.siteCode, code)))[0];

describe("a stand-alone primary site", () => {
  it("gets a central administration site above it, which has the role and its secrets", async () => {
    expect(await expand()).toMatchObject({ ok: true });
    // The thread of the primary is not at the top any more; that of the new site goes on.
    await expect(lab.work()).rejects.toThrow("not the top-level site");
    expect(await siteOf("CAS")).toMatchObject({
      type: 4,
      parentSiteCode: null,
      fullVersion: "5.00.8853.1000",
    });
    expect(await siteOf("PR1")).toMatchObject({ type: 2, parentSiteCode: "CAS" });
    await lab.work(undefined, { serverId: lab.scp02.id, siteCode: "CAS" });
    expect(await lab.change()).toMatchObject({
      state: "complete",
      kind: "expand",
      reason: "expansion",
      facts: { consentWithdrawn: true, renewalRequired: [] },
    });
    expect(await lab.holder()).toBe("scp02.contoso.com");
    expect(await lab.openedBy(lab.scp02)).toEqual(ALL);
    const [server] = await db.select().from(siteSystemServers).where(eq(siteSystemServers.id, lab.scp02.id));
    expect(server).toMatchObject({ siteCode: "CAS", leaseToken: 1 });
    const checks = await db.select().from(roleChangeChecks);
    expect(checks.find(({ check }) => check === "pre-release-consent")).toMatchObject({
      state: "failed",
      code: "consent-to-give-again",
    });
  });

  it("is what it was before when the expansion is undone before the switch", async () => {
    await expand();
    let undone = false;
    await lab.work(async () => {
      if (undone || (await lab.stateOf("hand-over")) !== "done") return;
      undone = true;
      await undoRoleChange(ctx, { changeId: (await lab.change())?.id });
    });
    expect(await lab.change()).toMatchObject({ state: "failed" });
    expect(await siteOf("CAS")).toBeUndefined();
    expect(await lab.holder()).toBe("scp01.contoso.com");
    expect(await lab.openedBy(lab.scp01)).toEqual(ALL);
  });

  it("is expanded once only: neither a hierarchy with a central administration site nor a child can be", async () => {
    await db.insert(sites).values({
      siteCode: "CAS",
      name: "Central",
      type: 4,
      version: "1906",
      fullVersion: "5.00.8853.1000",
    });
    expect(await expand({ siteCode: "CA2" })).toMatchObject({
      code: "expansion-refused",
      params: { checks: "stand-alone-primary" },
    });
  });
});

describe("before", () => {
  it("the plan says what forbids it, and which server may become that of the new site", async () => {
    await db.insert(siteSystemRoles).values({ serverId: lab.cas01.id, role: "AI Update Service Point" });
    const plan = await getExpansionPlan(ctx, {});
    if (!plan.ok) throw new Error(plan.code);
    expect(plan.value.primary).toMatchObject({ siteCode: "PR1" });
    expect(plan.value.preconditions.filter(({ passed }) => !passed)).toEqual([
      { id: "no-asset-intelligence", passed: false, params: { server: "cas01.contoso.com" } },
    ]);
    expect(plan.value.targets).toMatchObject([
      { fqdn: "cas01.contoso.com", refusal: "server-not-free" },
      { fqdn: "scp02.contoso.com", refusal: null },
    ]);
    expect(await expand()).toMatchObject({ code: "expansion-refused" });
  });

  it("a reserved or taken site code, another word typed and a server with roles are refused", async () => {
    expect(await expand({ siteCode: "SMS" })).toMatchObject({ code: "site-code-malformed" });
    expect(await expand({ siteCode: "PR1" })).toMatchObject({ code: "site-code-taken" });
    expect(await expand({ confirmation: "CAS" })).toMatchObject({ code: "expansion-not-confirmed" });
    expect(await expand({ toServerId: lab.cas01.id })).toMatchObject({ code: "server-not-free" });
  });
});
