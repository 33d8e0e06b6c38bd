import { describe, expect, it } from "vitest";
import de from "@/lib/i18n/messages/de/prerequisites.json";
import en from "@/lib/i18n/messages/en/prerequisites.json";
import { UPDATE_STATE } from "../state-machine";
import type { Facts } from "./facts";
import type { Gathered } from "./gather-facts";
import { judgeRule, rulesFor } from "./judge-rules";
import { cureLink, RULE_CATEGORIES } from "./model";
import { findPrereqRule, PREREQ_RULES } from "./rules";
import { outcomeOf } from "./run-prerequisite-check";

const GIB = 1024 ** 3;
const PACKAGE = "61f16b3c-f1f6-4f9f-8647-2a524b0c802c";
const REQUIRED = "0e51e9ce-7c68-49e6-9d3e-7f7b9ac09a11";

/** A child primary at which everything is in order. */
const FACTS: Facts = {
  now: new Date("2020-04-20T08:00:00Z"),
  package: {
    packageGuid: PACKAGE,
    name: "Configuration Manager 1910",
    fullVersion: "5.00.8913.1000",
    minCmVersion: "5.00.8692.1000",
    maxCmVersion: "5.00.8853.9999",
    updateType: 0,
    clientVersion: "5.00.8913.1006",
    prereqPackageGuid: null,
    totalBytes: GIB,
  },
  catalogue: [
    {
      packageGuid: REQUIRED,
      name: "Hotfix",
      state: UPDATE_STATE.INSTALL_SUCCESS,
      supersedes: [],
      withdrawnAt: null,
      fullVersion: "5.00.8968.1000",
    },
  ],
  site: {
    siteCode: "PR1",
    kind: "child-primary",
    fullVersion: "5.00.8853.1000",
    status: 1,
    messagingEnabled: true,
  },
  parent: {
    siteCode: "CAS",
    kind: "top-level",
    fullVersion: "5.00.8853.1000",
    status: 1,
    messagingEnabled: true,
  },
  inactiveSites: [],
  versions: [{ fullVersion: "5.00.8853.1000", siteCode: "CAS", sites: 3 }],
  content: { state: "stored" },
  disk: { folder: "/sms", freeBytes: 20 * GIB, requiredBytes: 15 * GIB, providerBytes: GIB },
  unwritable: [],
  database: {
    versionNumber: 180001,
    encoding: "UTF8",
    readOnly: false,
    mayCreate: true,
    maxConnections: 100,
    usedConnections: 20,
    invalidIndexes: 0,
  },
  clockSkewMs: -900,
  restartMarkers: [],
  backup: null,
  serviceWindow: { open: true, opensAt: null, closesAt: null },
  components: { failed: [], silentServers: [] },
  backlog: { files: 0, folder: "" },
  staged: { checked: 4, damaged: 0, example: "" },
  unsupportedRoles: [],
  piloting: { wanted: true, collection: "SMS00005" },
};

const gathered = (facts: Partial<Facts>): Gathered =>
  Object.fromEntries(
    Object.entries({ ...FACTS, ...facts }).map(([name, value]) => [name, { value }]),
  ) as unknown as Gathered;

function ask(name: string, facts: Partial<Facts> = {}) {
  const rule = findPrereqRule(name);
  if (!rule) throw new Error(`no rule ${name}`);
  return judgeRule(rule, gathered(facts));
}

const backup = (change: Partial<NonNullable<Facts["backup"]>>): Facts["backup"] => ({
  siteCode: "PR1",
  enabled: true,
  daysOfWeek: 127,
  beginTime: "02:00",
  nextRunAt: null,
  lastStartedAt: null,
  lastCompletedAt: null,
  lastResult: null,
  running: false,
  ...change,
});

/** For each rule, facts that it must object to. */
const BROKEN: Record<string, Partial<Facts>> = {
  "site-server-administrative-rights": { unwritable: [{ folder: "/sms/Logs", detail: "EACCES" }] },
  "database-connection": { database: { ...FACTS.database, readOnly: true } },
  "database-rights": { database: { ...FACTS.database, mayCreate: false } },
  "free-disk-space": { disk: { ...FACTS.disk, freeBytes: 16 * GIB - 1 } },
  "package-disk-space": { disk: { ...FACTS.disk, freeBytes: 2 * GIB - 1 } },
  "pending-system-restart": { restartMarkers: ["/run/reboot-required"] },
  "clock-skew": { clockSkewMs: 60_001 },
  "database-version": { database: { ...FACTS.database, versionNumber: 149999 } },
  "database-encoding": { database: { ...FACTS.database, encoding: "LATIN1" } },
  "database-connection-headroom": { database: { ...FACTS.database, usedConnections: 91 } },
  "database-consistency": { database: { ...FACTS.database, invalidIndexes: 1 } },
  "staged-content": { staged: { checked: 4, damaged: 1, example: "a.cab" } },
  "unsupported-site-system-role": {
    unsupportedRoles: [{ server: "pri1.contoso.com", role: "SMS System Health Validator" }],
  },
  "executive-responding": { components: { failed: [], silentServers: ["pri1.contoso.com"] } },
  "component-threads": { components: { failed: ["pri1: SMS_DESPOOLER"], silentServers: [] } },
  "backlogged-inboxes": { backlog: { files: 2, folder: "/sms/inboxes/schedule.box/requests" } },
  "pre-production-collection": { piloting: { wanted: true, collection: null } },
  "upgrade-path": { site: { ...FACTS.site, fullVersion: "5.00.8577.1000" } },
  "version-support": { now: new Date("2021-06-01T00:00:00Z") },
  "same-version": {
    versions: [...FACTS.versions, { fullVersion: "5.00.8790.1000", siteCode: "PR2", sites: 1 }],
  },
  "site-status": { site: { ...FACTS.site, status: 3 } },
  "sites-active": { inactiveSites: [{ siteCode: "PR2", status: 2 }] },
  "parent-site-replication": { parent: { ...FACTS.site, messagingEnabled: false } },
  "content-replication": { content: { state: "sending" } },
  "parent-site-version": { parent: { ...FACTS.site, fullVersion: "5.00.8790.1000" } },
  "prerequisite-package": {
    package: { ...FACTS.package, prereqPackageGuid: "d3ad0000-0000-4000-8000-000000000000" },
  },
  "backup-running": { backup: backup({ running: true }) },
  "backup-scheduled": { backup: backup({ nextRunAt: new Date("2020-04-20T11:59:00Z") }) },
  "service-window": { serviceWindow: { open: false, opensAt: null, closesAt: null } },
};
/** Rules that have nothing to say without this. */
const NEEDED: Record<string, Partial<Facts>> = {
  "prerequisite-package": { package: { ...FACTS.package, prereqPackageGuid: REQUIRED } },
};

describe.each(PREREQ_RULES.map((rule) => [rule.name, rule] as const))("%s", (name, rule) => {
  it("passes when everything is in order", () => {
    expect(ask(name, NEEDED[name])?.result).toBe("passed");
  });

  it("stops with its severity when it is not", () => {
    expect(ask(name, BROKEN[name])?.result).toBe(rule.severity);
  });

  it("counts as not passed when its facts could not be had", () => {
    const none = Object.fromEntries(rule.needs.map((need) => [need, { reason: "EIO" }]));
    expect(judgeRule(rule, none)).toMatchObject({
      result: rule.severity,
      params: { outcome: "unchecked", detail: "EIO" },
    });
  });

  it.each([
    ["English", en],
    ["German", de],
  ])("has a sentence for what it finds, in %s", (_language, messages) => {
    const { explanation } = (messages.rules as Record<string, { explanation: string }>)[name] ?? {};
    for (const facts of [NEEDED[name], BROKEN[name]])
      expect(explanation).toContain(` ${ask(name, facts)?.params.outcome} {`);
    expect(explanation).toContain(" unchecked {");
  });
});

describe("finer points", () => {
  it("a site that already has the new version does not make the hierarchy mixed", () => {
    const versions = [...FACTS.versions, { fullVersion: "5.00.8913.1000", siteCode: "CAS", sites: 1 }];
    expect(ask("same-version", { versions })?.result).toBe("passed");
  });

  it("a hotfix of the running version does not ask for the same version", () => {
    expect(ask("same-version", { package: { ...FACTS.package, updateType: 2 } })).toBeNull();
  });

  it("a version without support is still installed when nothing better is offered", () => {
    const now = new Date("2026-01-01T00:00:00Z");
    expect(ask("version-support", { now })).toMatchObject({
      result: "passed",
      params: { outcome: "nothingNewer", version: "1910" },
    });
  });

  it("a secondary needs a parent that has the update", () => {
    const site = { ...FACTS.site, kind: "secondary" as const };
    expect(ask("parent-site-version", { site })?.result).toBe("error");
    const parent = { ...FACTS.site, fullVersion: "5.00.8913.1000" };
    expect(ask("parent-site-version", { site, parent })?.result).toBe("passed");
  });

  it("a child waits for its window, the top-level site is warned", () => {
    const serviceWindow = { open: false, opensAt: new Date("2020-04-25T20:00:00Z"), closesAt: null };
    expect(ask("service-window", { serviceWindow })).toMatchObject({
      result: "passed",
      params: { outcome: "waits" },
    });
    const site = { ...FACTS.site, kind: "top-level" as const };
    expect(ask("service-window", { serviceWindow, site })).toMatchObject({ result: "warning" });
  });

  it("errors count more than warnings", () => {
    expect(outcomeOf([{ result: "passed" }])).toBe("PREREQ_SUCCESS");
    expect(outcomeOf([{ result: "warning" }, { result: "passed" }])).toBe("PREREQ_WARNING");
    expect(outcomeOf([{ result: "warning" }, { result: "error" }])).toBe("PREREQ_ERROR");
  });

  it("the way to the cure leads to the site or the package in question", () => {
    const where = { siteCode: "PR1", packageGuid: "61f16b3c-f1f6-4f9f-8647-2a524b0c802c" };
    const ways = PREREQ_RULES.map((rule) => cureLink(rule, where));
    expect(ways).toContain("/hierarchy/PR1?tab=servers");
    expect(ways).toContain(`/updates/${where.packageGuid}?tab=sites`);
    expect(ways.filter((way) => /[{}]/.test(way))).toEqual([]);
  });

  it("a secondary has no service window and no content of its own to check", () => {
    const names = rulesFor("secondary").map(({ name }) => name);
    expect(names).not.toContain("service-window");
    expect(names).not.toContain("content-replication");
  });
});

describe.each([
  ["English", en],
  ["German", de],
])("in %s", (_language, messages) => {
  it("every rule and category has its words, and no word is left over", () => {
    expect(Object.keys(messages.rules).sort()).toEqual(PREREQ_RULES.map(({ name }) => name).sort());
    expect(Object.keys(messages.categories)).toEqual([...RULE_CATEGORIES]);
  });
});
