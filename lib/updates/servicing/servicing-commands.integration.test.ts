import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  alerts,
  auditMessages,
  contentDistributions,
  easySetupVersions,
  hierarchySettings,
  serviceConnectionPoint,
  serviceWindows,
  siteSystemRoles,
  sites,
  updateDownloads,
  updateFeatures,
  updatePackageFiles,
  updatePackageRuns,
  updatePackageSiteStatus,
  updatePackages,
} from "@/lib/db/schema";
import { ALERT_STATE } from "@/lib/status/model";
import { testDatabase } from "@/lib/testing/database";
import { testClock, testCtx } from "@/lib/testing/factories";
import { downloadUpdate } from "../download-update";
import { consentToPreReleaseFeatures } from "../features/consent-to-pre-release-features";
import { enableFeature } from "../features/enable-feature";
import { judgePackages } from "../judge-packages";
import { removeUnwantedContent } from "../remove-content";
import { UPDATE_STATE, type UpdateStateName, updateStateName } from "../state-machine";
import { cancelServicing } from "./cancel-servicing";
import { checkPrerequisites } from "./check-prerequisites";
import { deleteUpdateContent } from "./delete-update-content";
import { driveServicing } from "./drive-servicing";
import { getServicingOptions } from "./get-servicing-options";
import { getUpdateServicing } from "./get-update-servicing";
import { ignorePrerequisiteWarnings } from "./ignore-prerequisite-warnings";
import { installUpdate } from "./install-update";
import { listServicingHistory } from "./list-servicing-history";
import { listSiteServicing } from "./list-site-servicing";
import { promotePreProductionClient } from "./promote-pre-production-client";
import { resetUpdate } from "./reset-update";
import { retryServicing } from "./retry-servicing";
import { retrySite } from "./retry-site";
import { moveSiteState, reportStep } from "./site-status";
import {
  addPackage,
  clearServicingLab,
  type HierarchyManagerThread,
  hierarchyManagerThread,
  installHierarchy,
  OTHER,
  sitesReach,
  UPDATE,
} from "./testing/servicing-lab";
import { upgradeSecondarySite } from "./upgrade-secondary-site";

const { db, connectionString } = await testDatabase();
const packageGuid = UPDATE;
const ORCHESTRATION = "0d2f4a86-7d0e-4c55-9a37-5f3b0a2c6e01";
const TASK_SEQUENCE_DEBUGGER = "c3f37661-69e4-4d53-a39c-5d02f97e0e71";
const GATEWAY = "dd043119-789c-4158-ac79-725e999f385a";

let clock: ReturnType<typeof testClock>;
let hman: HierarchyManagerThread;
beforeEach(async () => {
  clock = testClock();
  hman = hierarchyManagerThread(db, connectionString, await installHierarchy(db), clock);
});
afterEach(() => clearServicingLab(db));

const ctx = () => testCtx(db, { clock });
const look = () => {
  clock.advance(60_000);
  return driveServicing(hman.thread);
};
const stateOf = async (guid = UPDATE) => {
  const [row] = await db.select().from(updatePackages).where(eq(updatePackages.packageGuid, guid));
  return updateStateName(row?.state ?? -1);
};
const siteStates = async () => {
  const rows = await db.select().from(updatePackageSiteStatus);
  return Object.fromEntries(rows.map((row) => [row.siteCode, updateStateName(row.state)]));
};
const runs = () => db.select().from(updatePackageRuns).orderBy(updatePackageRuns.requestedAt);
const audits = async (messageId: number) =>
  (await db.select().from(auditMessages).where(eq(auditMessages.messageId, messageId))).length;
const everywhere = (state: UpdateStateName) => ({ CAS: state, PR1: state, PR2: state });
/** Started, replicated, and as far as `states` say. */
async function begun(states: Record<string, UpdateStateName>, input: object = {}): Promise<void> {
  expect(await installUpdate(ctx(), { packageGuid, ...input })).toMatchObject({ ok: true });
  await look();
  await sitesReach(db, states);
  await look();
}

describe("what must not start is refused by name", () => {
  const refused = async (code: string, input: object = {}) => {
    const before = await audits(60013);
    expect(await installUpdate(ctx(), { packageGuid, ...input })).toMatchObject({ ok: false, code });
    expect(await audits(60013)).toBe(before);
    expect(await runs()).toEqual([]);
    expect(await db.select().from(updateFeatures)).toEqual([]);
  };

  it.each<[string, UpdateStateName]>([
    ["an update that is not downloaded", "APPLICABILITY_SUCCESS"],
    ["an installed one", "INSTALL_SUCCESS"],
  ])("%s", async (_what, state) => {
    await addPackage(db, { state });
    await refused("update-not-ready");
  });

  it("an unknown one", () => refused("update-not-found"));

  it("a withdrawn one", async () => {
    await addPackage(db, { withdrawnAt: clock.now() });
    await refused("update-withdrawn-not-installable");
  });

  it("one whose licence terms were not accepted", async () => {
    await addPackage(db, { entry: { eula: { en: "Terms." } } });
    await refused("license-not-accepted");
    expect(await installUpdate(ctx(), { packageGuid, licenseAccepted: true })).toMatchObject({ ok: true });
  });

  it("one whose client nobody decided about, and a decision where there is no client", async () => {
    await addPackage(db, { entry: { impact: 5, clientVersion: "5.00.8913.1000" } });
    await refused("client-option-missing");
    await refused("piloting-not-configured", { clientOption: "pre-production" });
    await db
      .insert(hierarchySettings)
      .values({ preProductionUpgrade: true, preProductionCollection: "Pilots" });
    expect(await installUpdate(ctx(), { packageGuid, clientOption: "pre-production" })).toMatchObject({
      ok: true,
    });
    await addPackage(db, { packageGuid: OTHER });
    await cancelServicing(ctx(), { packageGuid });
    expect(await installUpdate(ctx(), { packageGuid: OTHER, clientOption: "upgrade" })).toMatchObject({
      code: "client-option-superfluous",
    });
  });

  it("features that are unknown, not of this version, or pre-release without consent", async () => {
    await addPackage(db);
    await refused("feature-not-found", { features: [OTHER] });
    await refused("feature-not-offered", { features: [GATEWAY, ORCHESTRATION] });
    await refused("pre-release-consent-missing", { features: [GATEWAY, TASK_SEQUENCE_DEBUGGER] });
  });

  it("outside the service window of the top-level site, and says when it opens; a check may run", async () => {
    await addPackage(db);
    await db.insert(serviceWindows).values({
      siteCode: "CAS",
      name: "Night",
      daysOfWeek: 127,
      beginTime: "22:00",
      durationMinutes: 60,
      timeZone: "UTC",
      createdBy: "test",
      createdAt: clock.now(),
    });
    await refused("outside-service-window");
    const options = await getServicingOptions(ctx(), { packageGuid });
    expect(options).toMatchObject({
      value: {
        refusals: {
          check: null,
          install: { params: { site: "CAS", opensAt: Date.parse("2020-04-20T22:00:00Z") } },
        },
      },
    });
    expect(await checkPrerequisites(ctx(), { packageGuid })).toMatchObject({ ok: true });
  });

  it("a second package while one is processed, which is named", async () => {
    await addPackage(db);
    await addPackage(db, { packageGuid: OTHER });
    await checkPrerequisites(ctx(), { packageGuid });
    expect(await installUpdate(ctx(), { packageGuid })).toMatchObject({ code: "update-in-process" });
    expect(await installUpdate(ctx(), { packageGuid: OTHER })).toMatchObject({
      code: "another-update-in-process",
      params: { name: "Update c" },
    });
  });

  it("the second of two administrators who start at the same moment", async () => {
    await addPackage(db);
    await addPackage(db, { packageGuid: OTHER });
    const results = await Promise.all(
      [UPDATE, OTHER, UPDATE, OTHER].map((guid) => installUpdate(ctx(), { packageGuid: guid })),
    );
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await runs()).toHaveLength(1);
  });
});

describe("from the request to the last site", () => {
  it("checks everywhere, installs top down, ends the run, and provides client and features", async () => {
    await addPackage(db, { entry: { impact: 5, clientVersion: "5.00.8913.1000" } });
    await consentToPreReleaseFeatures(ctx(), { confirm: true });
    await begun(everywhere("PREREQ_SUCCESS"), {
      clientOption: "upgrade",
      features: [TASK_SEQUENCE_DEBUGGER],
    });
    expect(await siteStates()).toEqual({
      CAS: "INSTALL_IN_PROGRESS",
      PR1: "INSTALL_WAITING_PARENT",
      PR2: "INSTALL_WAITING_PARENT",
    });
    expect(hman.lines).toContain(
      `Created notification file (${UPDATE.toUpperCase()}.CMI) for CONFIGURATION_MANAGER_UPDATE`,
    );
    expect(await cancelServicing(ctx(), { packageGuid })).toMatchObject({ code: "installation-begun" });
    expect(await resetUpdate(ctx(), { packageGuid, forceDelete: true })).toMatchObject({
      code: "installation-begun",
    });

    await sitesReach(db, { CAS: "INSTALL_SUCCESS", PR1: "INSTALL_SUCCESS" });
    await look();
    expect((await runs())[0]?.finishedAt).toBeNull();
    expect(await db.select().from(updateFeatures)).toMatchObject([{ status: 0 }]);

    await sitesReach(db, { PR2: "INSTALL_SUCCESS" });
    await look();
    expect(await runs()).toMatchObject([{ finalState: UPDATE_STATE.INSTALL_SUCCESS }]);
    expect(await db.select().from(updatePackages)).toMatchObject([{ installedAt: expect.any(Date) }]);
    expect(await db.select().from(hierarchySettings)).toMatchObject([
      { productionClientVersion: "5.00.8913.1000", preProductionClientVersion: null },
    ]);
    expect(await db.select().from(updateFeatures)).toMatchObject([{ status: 1, waitsForPackageGuid: null }]);
    const servicing = await getUpdateServicing(ctx(), { packageGuid });
    if (!servicing.ok) throw new Error(servicing.code);
    expect(servicing.value.sites.map(({ siteCode }) => siteCode)).toEqual(["CAS", "PR1", "PR2"]);
    const last = (siteCode: string) =>
      servicing.value.sites
        .find((site) => site.siteCode === siteCode)
        ?.steps.filter(({ step }) => step.includes("client") || step === "turn-on-features")
        .map(({ step, isComplete }) => `${step} ${isComplete}`);
    expect(last("CAS")).toEqual([
      "update-preproduction-client-package 5",
      // Each site brings its own folder up to date, and reports it.
      "update-client-folder 0",
      "update-client-package 2",
      "turn-on-features 2",
    ]);
    expect(last("PR1")).toHaveLength(3);
    expect(await resetUpdate(ctx(), { packageGuid })).toMatchObject({ code: "update-installed" });
  });

  it("a check alone ends its run and installs nothing", async () => {
    await addPackage(db);
    await checkPrerequisites(ctx(), { packageGuid });
    await look();
    await sitesReach(db, everywhere("PREREQ_SUCCESS"));
    await look();
    expect(await runs()).toMatchObject([{ prereqFlag: 1, finalState: UPDATE_STATE.PREREQ_SUCCESS }]);
    expect(hman.lines).toContain("Prereq check passed. Setup will not continue since it is prereq only.");
    expect(await siteStates()).toEqual(everywhere("PREREQ_SUCCESS"));
    expect(await installUpdate(ctx(), { packageGuid })).toMatchObject({ ok: true });
  });

  it("warnings wait for a decision, said once, and go on when they are ignored", async () => {
    await addPackage(db);
    await begun({ ...everywhere("PREREQ_SUCCESS"), PR1: "PREREQ_WARNING" });
    await look();
    const stop = "There are site server reporting WARNING in prereq check. Setup will not continue";
    expect(hman.lines.filter((line) => line === stop)).toHaveLength(1);
    expect(await stateOf()).toBe("PREREQ_WARNING");
    expect(await ignorePrerequisiteWarnings(ctx(), { packageGuid })).toMatchObject({ ok: true });
    await look();
    expect(await siteStates()).toMatchObject({ CAS: "INSTALL_IN_PROGRESS", PR1: "INSTALL_WAITING_PARENT" });
    expect(await ignorePrerequisiteWarnings(ctx(), { packageGuid })).toMatchObject({
      code: "not-stopped-by-warnings",
    });
    expect(await audits(60014)).toBe(1);
  });

  it("a retry at warnings asks whether to ignore them", async () => {
    await addPackage(db);
    await begun({ ...everywhere("PREREQ_SUCCESS"), PR1: "PREREQ_WARNING" });
    expect(await retryServicing(ctx(), { packageGuid })).toMatchObject({ code: "warnings-need-a-decision" });
    expect(await retryServicing(ctx(), { packageGuid, ignoreWarnings: true })).toMatchObject({ ok: true });
    expect(await stateOf()).toBe("ENABLED");
    expect(await runs()).toMatchObject([{ finalState: UPDATE_STATE.PREREQ_WARNING }, { prereqFlag: 2 }]);
  });

  it("an error ends the run, so that another package can go first; a retry begins a new one", async () => {
    await addPackage(db);
    await addPackage(db, { packageGuid: OTHER });
    await begun({ ...everywhere("PREREQ_SUCCESS"), PR2: "PREREQ_ERROR" });
    expect(await runs()).toMatchObject([{ finalState: UPDATE_STATE.PREREQ_ERROR }]);
    expect(await checkPrerequisites(ctx(), { packageGuid: OTHER })).toMatchObject({ ok: true });
    expect(await retryServicing(ctx(), { packageGuid })).toMatchObject({ code: "another-update-in-process" });
    await cancelServicing(ctx(), { packageGuid: OTHER });
    expect(await retryServicing(ctx(), { packageGuid })).toMatchObject({ ok: true });
  });

  it("the retry of a site begins anew there only, and does not ignore warnings", async () => {
    await addPackage(db);
    await begun(everywhere("PREREQ_SUCCESS"), { continueOnWarnings: true });
    await sitesReach(db, { CAS: "INSTALL_SUCCESS", PR1: "INSTALL_FAILED", PR2: "INSTALL_SUCCESS" });
    await look();
    expect(await runs()).toMatchObject([{ finalState: UPDATE_STATE.INSTALL_FAILED }]);
    expect(await retrySite(ctx(), { packageGuid, siteCode: "PR2" })).toMatchObject({
      code: "site-nothing-to-retry",
    });
    expect(await retrySite(ctx(), { packageGuid, siteCode: "PR1" })).toMatchObject({ ok: true });
    const [pr1] = await db
      .select()
      .from(updatePackageSiteStatus)
      .where(eq(updatePackageSiteStatus.siteCode, "PR1"));
    expect(pr1).toMatchObject({ siteInstallId: 2, prereqFlag: 0 });
    await sitesReach(db, { PR1: "PREREQ_WARNING" });
    await look();
    expect(await siteStates()).toMatchObject({ PR1: "PREREQ_WARNING" });
    await ignorePrerequisiteWarnings(ctx(), { packageGuid });
    await look();
    expect(await siteStates()).toMatchObject({ CAS: "INSTALL_SUCCESS", PR1: "INSTALL_WAITING_PARENT" });
  });

  it("the retry of the hierarchy after one site failed leaves the installed ones alone, and its alert goes", async () => {
    await addPackage(db);
    await begun(everywhere("PREREQ_SUCCESS"));
    await sitesReach(db, { CAS: "INSTALL_SUCCESS", PR1: "INSTALL_FAILED", PR2: "INSTALL_SUCCESS" });
    await look();
    const open = () =>
      db.select({ code: alerts.code }).from(alerts).where(eq(alerts.state, ALERT_STATE.active));
    expect(await open()).toEqual([{ code: "updates.servicing-failed" }]);
    expect(await retryServicing(ctx(), { packageGuid })).toMatchObject({ ok: true });
    await look();
    expect(await siteStates()).toEqual({
      CAS: "INSTALL_SUCCESS",
      PR1: "CONTENT_REPLICATION_SUCCESS",
      PR2: "INSTALL_SUCCESS",
    });
    expect(await open()).toEqual([]);
    await sitesReach(db, { PR1: "PREREQ_SUCCESS" });
    await look();
    expect(await siteStates()).toMatchObject({ PR1: "INSTALL_WAITING_PARENT", PR2: "INSTALL_SUCCESS" });
    await sitesReach(db, { PR1: "INSTALL_SUCCESS" });
    await look();
    expect(await runs()).toMatchObject([
      { finalState: UPDATE_STATE.INSTALL_FAILED },
      { finalState: UPDATE_STATE.INSTALL_SUCCESS, finishedAt: expect.any(Date) },
    ]);
    expect(await stateOf()).toBe("INSTALL_SUCCESS");
  });

  it("a source that is not complete ends the run with its reason, and a download brings it back", async () => {
    await addPackage(db);
    await addPackage(db, { packageGuid: OTHER });
    await installUpdate(ctx(), { packageGuid, features: [GATEWAY] });
    await db.update(updatePackageFiles).set({ verifiedAt: null, bytesDone: 0 });
    await look();
    expect(await stateOf()).toBe("DOWNLOAD_FAILED");
    expect(await runs()).toMatchObject([{ finalState: UPDATE_STATE.DOWNLOAD_FAILED }]);
    expect(await db.select().from(alerts)).toMatchObject([
      { code: "updates.source-incomplete", params: { reason: "payload-incomplete" } },
    ]);
    expect(await db.select().from(updateFeatures)).toEqual([]);
    expect(hman.lines.at(-1)).toContain("is not replicated: payload-incomplete");
    await db.update(serviceConnectionPoint).set({ runningMode: "online" });
    expect(await checkPrerequisites(ctx(), { packageGuid: OTHER })).toMatchObject({ ok: true });
    expect(await downloadUpdate(ctx(), { packageGuid })).toMatchObject({ ok: true });
  });

  it("without a service connection point the run ends and the package stays ready", async () => {
    await addPackage(db);
    await installUpdate(ctx(), { packageGuid });
    await db.delete(siteSystemRoles);
    await look();
    expect(await stateOf()).toBe("DOWNLOAD_SUCCESS");
    expect(await runs()).toMatchObject([{ finalState: UPDATE_STATE.DOWNLOAD_SUCCESS }]);
    expect(await db.select().from(alerts)).toMatchObject([{ params: { reason: "role-not-installed" } }]);
  });

  it("what the publisher withdraws while it is under way goes on to its end", async () => {
    await addPackage(db);
    await begun({ CAS: "PREREQ_IN_PROGRESS" });
    await db.update(updatePackages).set({ withdrawnAt: clock.now() });
    await judgePackages(db, clock, "SMS_HIERARCHY_MANAGER");
    await sitesReach(db, everywhere("PREREQ_SUCCESS"));
    await judgePackages(db, clock, "SMS_HIERARCHY_MANAGER");
    await look();
    expect(await siteStates()).toMatchObject({ CAS: "INSTALL_IN_PROGRESS" });
  });

  it("a site that takes part in an update cannot be removed from the hierarchy", async () => {
    await addPackage(db);
    await begun({ CAS: "PREREQ_IN_PROGRESS" });
    await expect(db.delete(sites).where(eq(sites.siteCode, "PR2"))).rejects.toThrow();
    expect(await siteStates()).toHaveProperty("PR2");
  });

  it("a site that was added meanwhile gets the content before anything is installed", async () => {
    await addPackage(db);
    await installUpdate(ctx(), { packageGuid });
    await look();
    await db.insert(sites).values({
      siteCode: "PR3",
      name: "Three",
      type: 2,
      parentSiteCode: "CAS",
      version: "1906",
      fullVersion: "5.00.8853.1000",
    });
    await sitesReach(db, everywhere("PREREQ_SUCCESS"));
    await look();
    expect(await siteStates()).toMatchObject({ CAS: "PREREQ_SUCCESS", PR3: "CONTENT_REPLICATING" });
    expect(await db.select().from(contentDistributions)).toHaveLength(4);
  });
});

describe("taking a package back", () => {
  it("cancel: ready to install again, the transfers end, and the next attempt counts on", async () => {
    await addPackage(db);
    await begun({ CAS: "PREREQ_SUCCESS" }, { features: [GATEWAY] });
    expect(await cancelServicing(ctx(), { packageGuid })).toMatchObject({ ok: true });
    expect(await stateOf()).toBe("DOWNLOAD_SUCCESS");
    const distributions = await db.select().from(contentDistributions);
    expect(new Set(distributions.map(({ state }) => state))).toEqual(new Set(["canceled"]));
    expect(await db.select().from(updateFeatures)).toEqual([]);
    expect(await cancelServicing(ctx(), { packageGuid })).toMatchObject({ code: "nothing-to-cancel" });
    await installUpdate(ctx(), { packageGuid });
    await look();
    const rows = await db.select().from(updatePackageSiteStatus);
    expect(rows.map(({ siteInstallId }) => siteInstallId)).toEqual([2, 2, 2]);
  });

  it("reset keeps the downloaded content and begins the replication anew", async () => {
    await addPackage(db);
    await begun({ CAS: "PREREQ_SUCCESS" });
    expect(await resetUpdate(ctx(), { packageGuid })).toMatchObject({ value: { outcome: "restarted" } });
    expect(await stateOf()).toBe("ENABLED");
    await look();
    const versions = await db.select().from(easySetupVersions).orderBy(easySetupVersions.version);
    expect(versions).toMatchObject([{ retiredAt: expect.any(Date) }, { retiredAt: null }]);
    expect(await siteStates()).toEqual(everywhere("CONTENT_REPLICATING"));
  });

  it("a check that goes on beyond a reset belongs to the attempt that is over", async () => {
    await addPackage(db);
    await begun({ CAS: "PREREQ_SUCCESS", PR1: "PREREQ_IN_PROGRESS" });
    await resetUpdate(ctx(), { packageGuid });
    const late = { packageGuid, siteCode: "PR1", at: clock.now() };
    const step = { phase: "prerequisites", step: "check-prerequisites", isComplete: 2 } as const;
    await reportStep(db, { ...late, ...step, siteInstallId: 1 });
    expect(await moveSiteState(db, { ...late, from: "PREREQ_IN_PROGRESS", to: "PREREQ_SUCCESS" })).toBe(
      false,
    );
    await look();
    expect(await siteStates()).toEqual(everywhere("CONTENT_REPLICATING"));
    const servicing = await getUpdateServicing(ctx(), { packageGuid });
    if (!servicing.ok) throw new Error(servicing.code);
    const pr1 = servicing.value.sites.find(({ siteCode }) => siteCode === "PR1");
    expect(pr1).toMatchObject({ siteInstallId: 2, state: UPDATE_STATE.CONTENT_REPLICATING });
    expect(pr1?.steps.find(({ step: name }) => name === "check-prerequisites")?.isComplete ?? 0).toBe(0);
  });

  it("two administrators who cancel and reset at once are heard one after the other", async () => {
    await addPackage(db);
    await begun({ CAS: "PREREQ_SUCCESS", PR1: "PREREQ_IN_PROGRESS" });
    const [canceled, reset] = await Promise.all([
      cancelServicing(ctx(), { packageGuid }),
      resetUpdate(ctx(), { packageGuid }),
    ]);
    // Whoever comes second finds what the first left: both orders end with the package in one piece.
    expect(canceled.ok && reset.ok).toBe(true);
    const [run] = await runs();
    expect(await stateOf()).toBe("DOWNLOAD_SUCCESS");
    expect(run?.finishedAt).not.toBeNull();
    expect(new Set(Object.values(await siteStates()))).toEqual(new Set(["DOWNLOAD_SUCCESS"]));
    const distributions = await db.select().from(contentDistributions);
    expect(distributions.every(({ state }) => state === "removing" || state === "canceled")).toBe(true);
  });

  it("features of a run that ended are not turned on by the next, which did not ask for them", async () => {
    await addPackage(db);
    await begun({ ...everywhere("PREREQ_SUCCESS"), PR2: "PREREQ_ERROR" }, { features: [GATEWAY] });
    expect(await db.select().from(updateFeatures)).toHaveLength(1);
    expect(await installUpdate(ctx(), { packageGuid })).toMatchObject({ ok: true });
    expect(await db.select().from(updateFeatures)).toEqual([]);
  });

  it("reset of what waits for nobody only clears it", async () => {
    await addPackage(db);
    expect(await resetUpdate(ctx(), { packageGuid })).toMatchObject({ value: { outcome: "reinitialized" } });
    expect(await stateOf()).toBe("DOWNLOAD_SUCCESS");
  });

  it("forced, it deletes the content, and the package can be downloaded anew", async () => {
    await addPackage(db);
    await begun({ CAS: "PREREQ_SUCCESS" });
    expect(await resetUpdate(ctx(), { packageGuid, forceDelete: true })).toMatchObject({
      value: { outcome: "deleted" },
    });
    expect(await stateOf()).toBe("APPLICABILITY_CHECKING");
    expect(await siteStates()).toEqual({});
    expect(await db.select().from(updateDownloads)).toMatchObject([{ phase: "removing", desired: "run" }]);
    await removeUnwantedContent(hman.thread, new Set([UPDATE]));
    expect(await db.select().from(updateDownloads)).toHaveLength(1);
    await removeUnwantedContent(hman.thread);
    expect(await db.select().from(updateDownloads)).toEqual([]);
    expect(await audits(60017)).toBeGreaterThan(0);
  });

  it("delete is for content at rest, and waits to be downloaded by hand", async () => {
    await addPackage(db);
    await installUpdate(ctx(), { packageGuid });
    expect(await deleteUpdateContent(ctx(), { packageGuid })).toMatchObject({ code: "update-in-process" });
    await cancelServicing(ctx(), { packageGuid });
    expect(await deleteUpdateContent(ctx(), { packageGuid })).toMatchObject({ ok: true });
    await removeUnwantedContent(hman.thread);
    expect(await db.select().from(updateDownloads)).toMatchObject([{ phase: "canceled" }]);
  });
});

describe("secondary sites, features and the pre-production client", () => {
  it("a secondary follows by hand when its parent is newer, once", async () => {
    await addPackage(db);
    const upgrade = () => upgradeSecondarySite(ctx(), { siteCode: "SE1" });
    expect(await upgrade()).toMatchObject({ code: "secondary-site-up-to-date" });
    await begun(everywhere("PREREQ_SUCCESS"));
    await db.update(sites).set({ fullVersion: "5.00.8913.1000" }).where(eq(sites.siteCode, "PR1"));
    expect(await upgrade()).toMatchObject({ code: "parent-not-updated" });
    await sitesReach(db, { CAS: "INSTALL_SUCCESS", PR1: "INSTALL_SUCCESS" });
    expect(await upgrade()).toMatchObject({ ok: true, value: { packageGuid } });
    expect(await siteStates()).toMatchObject({ SE1: "CONTENT_REPLICATING" });
    expect(await upgrade()).toMatchObject({ code: "secondary-upgrade-under-way" });
    expect(await upgradeSecondarySite(ctx(), { siteCode: "PR1" })).toMatchObject({
      code: "secondary-site-not-found",
    });
    const status = await listSiteServicing(ctx(), {});
    expect(status.ok && status.value.map(({ siteCode }) => siteCode)).toEqual(["CAS", "PR1", "PR2", "SE1"]);
  });

  describe("of a secondary whose parent went on while its upgrade was stuck", () => {
    const stuckAt = async (state: UpdateStateName) => {
      await addPackage(db);
      await begun(everywhere("INSTALL_SUCCESS"));
      await db.update(sites).set({ fullVersion: "5.00.8913.1000" }).where(eq(sites.siteCode, "PR1"));
      expect(await upgradeSecondarySite(ctx(), { siteCode: "SE1" })).toMatchObject({ ok: true });
      await sitesReach(db, { SE1: state });
      await addPackage(db, { packageGuid: OTHER, entry: { fullVersion: "5.00.8968.1000" } });
      await db.insert(updatePackageSiteStatus).values({
        packageGuid: OTHER,
        siteCode: "PR1",
        state: UPDATE_STATE.INSTALL_SUCCESS,
        prereqFlag: 0,
        lastUpdateTime: clock.now(),
      });
      await db.update(sites).set({ fullVersion: "5.00.8968.1000" }).where(eq(sites.siteCode, "PR1"));
    };
    const ofSecondary = async () => {
      const rows = await db
        .select()
        .from(updatePackageSiteStatus)
        .where(eq(updatePackageSiteStatus.siteCode, "SE1"));
      return Object.fromEntries(rows.map((row) => [row.packageGuid, updateStateName(row.state)]));
    };

    it.each<UpdateStateName>(["CONTENT_REPLICATING", "PREREQ_ERROR", "INSTALL_FAILED"])(
      "at %s, the upgrade to the parent's version takes its place",
      async (state) => {
        await stuckAt(state);
        expect(await upgradeSecondarySite(ctx(), { siteCode: "SE1" })).toMatchObject({
          ok: true,
          value: { packageGuid: OTHER },
        });
        expect(await ofSecondary()).toEqual({ [UPDATE]: "DOWNLOAD_SUCCESS", [OTHER]: "CONTENT_REPLICATING" });
      },
    );

    it("but in the middle of its installation, that one comes to its end first", async () => {
      await stuckAt("INSTALL_UPGRADEDATABASE");
      expect(await upgradeSecondarySite(ctx(), { siteCode: "SE1" })).toMatchObject({
        code: "secondary-upgrade-under-way",
      });
      expect(await ofSecondary()).toEqual({ [UPDATE]: "INSTALL_UPGRADEDATABASE" });
    });
  });

  it("the retry of a secondary begins with its content, which may be what was wrong", async () => {
    await addPackage(db);
    await begun(everywhere("INSTALL_SUCCESS"));
    await db.update(sites).set({ fullVersion: "5.00.8913.1000" }).where(eq(sites.siteCode, "PR1"));
    await upgradeSecondarySite(ctx(), { siteCode: "SE1" });
    await sitesReach(db, { SE1: "PREREQ_ERROR" });
    expect(await retrySite(ctx(), { packageGuid, siteCode: "SE1" })).toMatchObject({ ok: true });
    expect(await siteStates()).toMatchObject({ SE1: "CONTENT_REPLICATING", PR1: "INSTALL_SUCCESS" });
  });

  it("a feature is turned on by SMS_HIERARCHY_MANAGER, for good; a pre-release one needs consent", async () => {
    expect(await enableFeature(ctx(), { featureGuid: TASK_SEQUENCE_DEBUGGER })).toMatchObject({
      code: "pre-release-consent-missing",
    });
    expect(await consentToPreReleaseFeatures(ctx(), { confirm: true })).toMatchObject({ ok: true });
    expect(await consentToPreReleaseFeatures(ctx(), { confirm: true })).toMatchObject({
      code: "consent-already-given",
    });
    expect(await enableFeature(ctx(), { featureGuid: TASK_SEQUENCE_DEBUGGER })).toMatchObject({ ok: true });
    expect(await enableFeature(ctx(), { featureGuid: TASK_SEQUENCE_DEBUGGER })).toMatchObject({
      code: "feature-already-requested",
    });
    await db.update(sites).set({ fullVersion: "5.00.8913.1000" }).where(eq(sites.siteCode, "CAS"));
    await look();
    expect(await db.select().from(updateFeatures)).toMatchObject([{ status: 0 }]);
    await db.update(sites).set({ fullVersion: "5.00.8853.1000" }).where(eq(sites.siteCode, "CAS"));
    await look();
    expect(await db.select().from(updateFeatures)).toMatchObject([{ status: 1 }]);
    expect(await enableFeature(ctx(), { featureGuid: TASK_SEQUENCE_DEBUGGER })).toMatchObject({
      code: "feature-already-on",
    });
  });

  it("the pre-production client is promoted only after the last site", async () => {
    expect(await promotePreProductionClient(ctx(), {})).toMatchObject({ code: "no-pre-production-client" });
    await db.insert(hierarchySettings).values({ preProductionClientVersion: "5.00.8913.1000" });
    await db.update(sites).set({ fullVersion: "5.00.8913.1000" }).where(eq(sites.siteCode, "CAS"));
    expect(await promotePreProductionClient(ctx(), {})).toMatchObject({ code: "sites-lag-behind" });
    await db.update(sites).set({ fullVersion: "5.00.8913.1000" });
    expect(await promotePreProductionClient(ctx(), {})).toMatchObject({ ok: true });
    expect(await db.select().from(hierarchySettings)).toMatchObject([
      { productionClientVersion: "5.00.8913.1000", preProductionClientVersion: null },
    ]);
  });

  it("the history goes by pages and finds by name", async () => {
    await addPackage(db);
    for (let i = 0; i < 3; i++) {
      clock.advance(1_000);
      await checkPrerequisites(ctx(), { packageGuid });
      await cancelServicing(ctx(), { packageGuid });
    }
    const first = await listServicingHistory(ctx(), { limit: 2 });
    if (!first.ok) throw new Error(first.code);
    expect(first.value.rows).toHaveLength(2);
    const second = await listServicingHistory(ctx(), { limit: 2, after: first.value.next });
    if (!second.ok) throw new Error(second.code);
    expect(second.value).toMatchObject({ rows: [{ name: "Update c" }], next: null });
    const ids = [...first.value.rows, ...second.value.rows].map(({ id }) => id);
    expect(new Set(ids).size).toBe(3);
    expect(await listServicingHistory(ctx(), { search: "nothing%" })).toMatchObject({ value: { rows: [] } });
  });
});
