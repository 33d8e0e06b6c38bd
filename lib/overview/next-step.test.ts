import { describe, expect, test } from "vitest";
import type { RoleStatus } from "@/lib/hierarchy/model";
import type { AlertRow } from "@/lib/status/model";
import type { UpdateCheckStatus, UpdateSummary } from "@/lib/updates/model";
import { UPDATE_STATE } from "@/lib/updates/state-machine";
import { nextStep, type OverviewFacts } from "./next-step";

const then = new Date("2020-04-20T08:00:00Z");

const role = (change: Partial<NonNullable<RoleStatus["role"]>> = {}): RoleStatus => ({
  executiveResponding: true,
  role: {
    serverId: "7f8a9c6e-52f0-4c42-9a7b-0d8d1f6d2c11",
    serverFqdn: "scp01.contoso.com",
    siteCode: "CAS",
    siteName: "Contoso Central",
    siteVersion: "1906",
    siteFullVersion: "5.00.8853.1000",
    environmentId: "public",
    environmentName: "Azure",
    configuredMode: "online",
    configuredModeAt: then,
    configuredModeBy: "Setup",
    runningMode: "online",
    runningModeSince: then,
    pendingRestart: false,
    nextBackupAt: null,
    lastCloudConnectionAt: then,
    proxy: null,
    downloadStreams: 4,
    ...change,
  },
});

const update = (state: number, change: Partial<UpdateSummary> = {}): UpdateSummary => ({
  packageGuid: "91b4b6b8-fdd8-4c65-a3d5-3a7d7b0c55a1",
  name: "Configuration Manager 2002",
  fullVersion: "5.00.8968.1000",
  dateReleased: then,
  lastUpdateTime: then,
  state,
  hidden: false,
  withdrawnAt: null,
  unmetRules: [],
  impact: 31,
  updateType: 0,
  totalBytes: 1024,
  download: null,
  prereqFlag: 0,
  servicing: null,
  ...change,
});

const alert = (severity: AlertRow["severity"], state: AlertRow["state"] = 0): AlertRow => ({
  id: "a",
  code: "updates.catalogue-refused",
  objectId: "",
  state,
  severity,
  params: {},
  link: "/updates",
  occurrences: 1,
  firstRaisedAt: then,
  lastRaisedAt: then,
});

const check = (change: Partial<UpdateCheckStatus> = {}): UpdateCheckStatus => ({
  requestedAt: then,
  startedAt: then,
  finishedAt: then,
  succeededAt: then,
  nextCheckAt: null,
  running: false,
  error: null,
  metadataVersions: null,
  ...change,
});

const kindOf = (facts: Partial<OverviewFacts>) =>
  nextStep({
    role: role(),
    alerts: [],
    updates: [],
    check: check(),
    versions: null,
    services: null,
    ...facts,
  }).kind;

describe("nextStep", () => {
  test("with nothing to do, everything is current", () => {
    expect(kindOf({})).toBe("all-current");
  });

  test("an executive that does not respond comes before every alert", () => {
    expect(kindOf({ role: { ...role(), executiveResponding: false }, alerts: [alert(1)] })).toBe(
      "executive-silent",
    );
  });

  test("a critical alert comes before a pending restart", () => {
    expect(kindOf({ role: role({ pendingRestart: true }), alerts: [alert(1)] })).toBe("alert");
  });

  test("a warning waits until there is nothing else", () => {
    const alerts = [alert(2)];
    expect(kindOf({ alerts, updates: [update(UPDATE_STATE.DOWNLOAD_SUCCESS)] })).toBe("ready-to-install");
    expect(kindOf({ alerts })).toBe("alert");
  });

  test("a canceled alert counts for nothing", () => {
    expect(kindOf({ alerts: [alert(1, 2)] })).toBe("all-current");
  });

  test("a stopped thread comes before the mode that waits for its restart", () => {
    expect(kindOf({ role: role({ runningMode: null, pendingRestart: true }) })).toBe("thread-stopped");
  });

  test("a pending restart names the mode it would make effective", () => {
    const step = nextStep({
      role: role({ configuredMode: "offline", pendingRestart: true }),
      alerts: null,
      updates: null,
      check: null,
      versions: null,
      services: null,
    });
    expect(step).toEqual({ kind: "pending-restart", mode: "offline" });
  });

  test("offline, neither checks nor downloads are suggested", () => {
    expect(
      kindOf({
        role: role({ configuredMode: "offline", runningMode: "offline" }),
        updates: [update(UPDATE_STATE.APPLICABILITY_SUCCESS)],
        check: check({ succeededAt: null }),
      }),
    ).toBe("offline");
  });

  test("a failed download comes before one that runs", () => {
    expect(
      kindOf({
        updates: [update(UPDATE_STATE.DOWNLOAD_IN_PROGRESS), update(UPDATE_STATE.DOWNLOAD_FAILED)],
      }),
    ).toBe("download-failed");
  });

  test("a paused download waits for the administrator, a running one for nobody", () => {
    const download = {
      phase: "paused",
      desired: "pause",
      bytesDone: 0,
      bytesPerSecond: null,
      attempts: 1,
      nextAttemptAt: null,
      error: null,
      requestedBy: "anna",
      startedAt: then,
      finishedAt: null,
    } as const;
    const state = UPDATE_STATE.DOWNLOAD_IN_PROGRESS;
    expect(kindOf({ updates: [update(state, { download })] })).toBe("download-paused");
    expect(kindOf({ updates: [update(state, { download: { ...download, desired: "run" } })] })).toBe(
      "downloading",
    );
  });

  test("of several ready packages the newest is offered", () => {
    const step = nextStep({
      role: role(),
      alerts: [],
      check: check(),
      versions: null,
      services: null,
      updates: [
        update(UPDATE_STATE.DOWNLOAD_SUCCESS, { name: "1910", dateReleased: new Date("2019-11-29") }),
        update(UPDATE_STATE.DOWNLOAD_SUCCESS, { name: "2002", dateReleased: new Date("2020-04-01") }),
      ],
    });
    expect(step).toMatchObject({ kind: "ready-to-install", update: { name: "2002" } });
  });

  test.each([
    [{ running: true }, "checking"],
    [{ error: { code: "metadata-expired", params: {} } }, "check-failed"],
    [{ succeededAt: null }, "never-checked"],
  ] as const)("a check that is %j", (change, kind) => {
    expect(kindOf({ check: check(change) })).toBe(kind);
  });

  test("a reader who may see neither updates nor alerts gets steps about the role only", () => {
    expect(kindOf({ alerts: null, updates: null, check: null })).toBe("all-current");
  });

  test.each([
    ["INSTALL_FAILED", "installation-failed"],
    ["CONTENT_REPLICATION_FAILED", "replication-failed"],
    ["PREREQ_ERROR", "prerequisites-failed"],
    ["PREREQ_WARNING", "warnings-decision"],
    ["INSTALL_PENDING_REBOOT", "restart-pending"],
    ["INSTALL_WAITING_SERVICE_WINDOW", "waiting-for-window"],
    ["INSTALL_WAITING_PARENT", "installing"],
    ["INSTALL_INSTALLFILES", "installing"],
    ["PREREQ_IN_PROGRESS", "checking-prerequisites"],
    ["ENABLED", "replicating"],
    ["CONTENT_REPLICATING", "replicating"],
    ["PREREQ_SUCCESS", "check-passed"],
  ] as const)("a package in %s is %s", (state, kind) => {
    expect(kindOf({ updates: [update(UPDATE_STATE[state])] })).toBe(kind);
  });

  test("a decision about warnings comes before the critical alert that tells of it", () => {
    expect(kindOf({ alerts: [alert(1)], updates: [update(UPDATE_STATE.PREREQ_WARNING)] })).toBe(
      "warnings-decision",
    );
  });

  test("a failed installation comes before another package's running download", () => {
    const updates = [update(UPDATE_STATE.DOWNLOAD_IN_PROGRESS), update(UPDATE_STATE.INSTALL_FAILED)];
    expect(kindOf({ updates })).toBe("installation-failed");
  });

  test("an installation goes on in offline mode, and is shown", () => {
    const offline = role({ configuredMode: "offline", runningMode: "offline" });
    expect(kindOf({ role: offline, updates: [update(UPDATE_STATE.INSTALL_IN_PROGRESS)] })).toBe("installing");
  });

  test("a package the list leaves out asks for nothing", () => {
    expect(kindOf({ updates: [update(UPDATE_STATE.INSTALL_FAILED, { hidden: true })] })).toBe("all-current");
  });

  const behind = {
    topLevel: { siteCode: "CAS", version: "2002", fullVersion: "5.00.8968.1000" },
    primariesBehind: [],
    secondaries: 250,
    secondariesBehind: 3,
  };

  test("secondary sites left behind are offered when every primary has followed", () => {
    expect(kindOf({ versions: behind })).toBe("secondaries-behind");
    const pr1 = { siteCode: "PR1", version: "1906", fullVersion: "5.00.8853.1000" };
    expect(kindOf({ versions: { ...behind, primariesBehind: [pr1] } })).toBe("all-current");
  });

  test("secret keys lost with a move of the role come before the alerts that tell of them", () => {
    const services = [
      { state: "secret-unreadable", name: "Contoso" },
      { state: "secret-expired", name: "Store" },
    ] as const;
    expect(kindOf({ services, alerts: [alert(1)] })).toBe("secrets-unreadable");
    expect(kindOf({ services: services.slice(1), alerts: [alert(1)] })).toBe("secret-expired");
  });

  test("a secret key that ends soon waits until nothing else is to be done, but comes before warnings", () => {
    const services = [{ state: "secret-expiring", name: "Contoso" }] as const;
    expect(kindOf({ services, updates: [update(UPDATE_STATE.DOWNLOAD_SUCCESS)] })).toBe("ready-to-install");
    expect(kindOf({ services, alerts: [alert(2)] })).toBe("secret-expiring");
  });
});
