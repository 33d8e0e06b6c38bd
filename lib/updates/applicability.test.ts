import { describe, expect, it } from "vitest";
import {
  type ApplicabilityRuleId,
  type HierarchyFacts,
  installedSuccessor,
  judgeApplicability,
} from "./applicability";
import type { ManifestEntry } from "./manifest";
import { UPDATE_STATE } from "./state-machine";

type ListedPackage = HierarchyFacts["packages"][number];

const A = "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa";
const B = "bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb";
const C = "cccccccc-cccc-4ccc-8ccc-cccccccccccc";

const entry = (overrides: Partial<ManifestEntry> = {}): ManifestEntry => ({
  packageGuid: A,
  name: "Configuration Manager 1910",
  description: { en: "" },
  version: "1910",
  fullVersion: "5.00.8913.1000",
  minCmVersion: "5.00.8692.1000",
  maxCmVersion: "5.00.8853.9999",
  dateReleased: "2019-11-29T00:00:00Z",
  impact: 31,
  updateType: 0,
  supersedes: [],
  requiredConfiguration: [],
  earlyUpdateRing: false,
  files: [],
  ...overrides,
});

const facts = (overrides: Partial<HierarchyFacts> = {}): HierarchyFacts => ({
  topLevelSite: { siteCode: "CAS", fullVersion: "5.00.8853.1000", configuration: {} },
  sites: [
    { siteCode: "CAS", fullVersion: "5.00.8853.1000" },
    { siteCode: "PR1", fullVersion: "5.00.8853.1000" },
  ],
  packages: [],
  relevance: null,
  ...overrides,
});

const pack = (packageGuid: string, state: number, supersedes: string[] = []): ListedPackage => ({
  packageGuid,
  name: packageGuid.slice(0, 1).toUpperCase(),
  state,
  supersedes,
  withdrawnAt: null,
  source: "catalogue",
});

const configured = (configuration: Record<string, boolean>): HierarchyFacts =>
  facts({ topLevelSite: { ...facts().topLevelSite, configuration } });

const reason = (judged: ReturnType<typeof judgeApplicability>, rule: ApplicabilityRuleId) =>
  judged.reasons.find((candidate) => candidate.rule === rule);

describe("a package", () => {
  it("applies when every rule passes, and says why", () => {
    const judged = judgeApplicability(entry(), facts());
    expect(judged.outcome).toBe("APPLICABILITY_SUCCESS");
    expect(judged.reasons.map(({ rule }) => rule)).toEqual([
      "published",
      "newer-than-installed",
      "not-superseded",
      "version-range",
      "same-version",
    ]);
  });

  it("does not apply once its publisher withdrew it", () => {
    const withdrawnAt = new Date("2020-04-20T08:00:00Z");
    const withdrawn = { ...pack(A, UPDATE_STATE.APPLICABILITY_SUCCESS), withdrawnAt };
    const judged = judgeApplicability(entry(), facts({ packages: [withdrawn, pack(B, 0)] }));
    expect(judged.outcome).toBe("APPLICABILITY_NA");
    expect(reason(judged, "published")?.passed).toBe(false);
    const other = judgeApplicability(entry({ packageGuid: B }), facts({ packages: [withdrawn, pack(B, 0)] }));
    expect(other.outcome).toBe("APPLICABILITY_SUCCESS");
  });

  it("is not needed when the site runs its version or a newer one already", () => {
    const judged = judgeApplicability(entry({ fullVersion: "5.00.8853.1000" }), facts());
    expect(judged.outcome).toBe("APPLICABILITY_HIDE");
    expect(reason(judged, "newer-than-installed")?.params).toMatchObject({ installed: "5.00.8853.1000" });
  });

  it.each(["5.00.8692.0999", "5.00.8854.0000"])(
    "does not apply to a site outside its range: %s",
    (version) => {
      const sites = [{ siteCode: "CAS", fullVersion: version }];
      const judged = judgeApplicability(
        entry(),
        facts({ sites, topLevelSite: { ...facts().topLevelSite, fullVersion: version } }),
      );
      expect(judged.outcome).toBe("APPLICABILITY_NA");
      expect(reason(judged, "version-range")).toMatchObject({
        passed: false,
        params: { site: "CAS", version },
      });
    },
  );

  it.each(["5.00.8692.1000", "5.00.8853.9999"])("applies at the ends of its range: %s", (version) => {
    const sites = [{ siteCode: "CAS", fullVersion: version }];
    const topLevelSite = { ...facts().topLevelSite, fullVersion: version };
    expect(judgeApplicability(entry(), facts({ sites, topLevelSite })).outcome).toBe("APPLICABILITY_SUCCESS");
  });

  it("does not apply while one site of the hierarchy is at another version, and names it", () => {
    const sites = [...facts().sites, { siteCode: "PR2", fullVersion: "5.00.8790.1000" }];
    const judged = judgeApplicability(entry(), facts({ sites }));
    expect(judged.outcome).toBe("APPLICABILITY_NA");
    expect(reason(judged, "same-version")?.params).toMatchObject({
      site: "PR2",
      siteVersion: "5.00.8790.1000",
    });
  });

  it("may apply to a mixed hierarchy when it is a hotfix", () => {
    const sites = [...facts().sites, { siteCode: "PR2", fullVersion: "5.00.8853.1012" }];
    expect(judgeApplicability(entry({ updateType: 2 }), facts({ sites })).outcome).toBe(
      "APPLICABILITY_SUCCESS",
    );
  });

  it.each([
    ["installed", UPDATE_STATE.INSTALL_SUCCESS, "APPLICABILITY_SUCCESS"],
    ["only downloaded", UPDATE_STATE.DOWNLOAD_SUCCESS, "APPLICABILITY_NA"],
  ])("that needs another applies when that is %s: %#", (_, state, outcome) => {
    const wanted = entry({ prerequisitePackageGuid: B });
    expect(judgeApplicability(wanted, facts({ packages: [pack(B, state)] })).outcome).toBe(outcome);
  });

  it("that needs another does not apply when nobody knows that one", () => {
    const judged = judgeApplicability(entry({ prerequisitePackageGuid: B }), facts());
    expect(reason(judged, "prerequisite-package")).toMatchObject({ passed: false, params: { name: B } });
  });

  it("that needs another applies when a successor of that one is installed", () => {
    const packages = [pack(B, 0), pack(C, UPDATE_STATE.INSTALL_SUCCESS, [B])];
    expect(judgeApplicability(entry({ prerequisitePackageGuid: B }), facts({ packages })).outcome).toBe(
      "APPLICABILITY_SUCCESS",
    );
  });

  it("asks for its configuration and names what is missing", () => {
    const wanted = entry({ requiredConfiguration: ["cloudManagementGateway", "coManagement"] });
    const judged = judgeApplicability(wanted, configured({ coManagement: true }));
    expect(judged.outcome).toBe("APPLICABILITY_NA");
    expect(reason(judged, "required-configuration")?.params).toEqual({
      configuration: "cloudManagementGateway",
    });
    const complete = configured({ coManagement: true, cloudManagementGateway: true });
    expect(judgeApplicability(wanted, complete).outcome).toBe("APPLICABILITY_SUCCESS");
  });

  it("of the early update ring applies only to a hierarchy that joined it for this version", () => {
    const early = entry({ earlyUpdateRing: true });
    expect(judgeApplicability(early, facts()).outcome).toBe("APPLICABILITY_NA");
    expect(judgeApplicability(early, configured({ earlyUpdateRing2002: true })).outcome).toBe(
      "APPLICABILITY_NA",
    );
    expect(judgeApplicability(early, configured({ earlyUpdateRing1910: true })).outcome).toBe(
      "APPLICABILITY_SUCCESS",
    );
  });

  it("that is neither needed nor fitting is not needed", () => {
    const old = entry({ fullVersion: "5.00.8740.1000", maxCmVersion: "5.00.8692.9999" });
    expect(judgeApplicability(old, facts()).outcome).toBe("APPLICABILITY_HIDE");
  });
});

describe("what the cloud says of a package", () => {
  const said = (relevant: boolean, reason: string | null = null) =>
    facts({ packages: [pack(A, 0)], relevance: { accepted: true, updates: { [A]: { relevant, reason } } } });

  it("is asked for only where the cloud takes usage data", () => {
    expect(reason(judgeApplicability(entry(), facts({ relevance: null })), "relevant")).toBeUndefined();
  });

  it("lets it apply when it is relevant", () => {
    const judged = judgeApplicability(entry(), said(true));
    expect(judged.outcome).toBe("APPLICABILITY_SUCCESS");
    expect(reason(judged, "relevant")).toMatchObject({ passed: true });
  });

  it("keeps it away when it is not, and why is shown", () => {
    const judged = judgeApplicability(entry(), said(false, "configurationMissing"));
    expect(judged.outcome).toBe("APPLICABILITY_NA");
    expect(reason(judged, "relevant")).toMatchObject({
      passed: false,
      params: { reason: "configurationMissing" },
    });
  });

  it("never makes it apply: a rule of the site that fails still fails", () => {
    for (const [change, outcome] of [
      [{ requiredConfiguration: ["coManagement"] }, "APPLICABILITY_NA"],
      [{ maxCmVersion: "5.00.8740.9999" }, "APPLICABILITY_NA"],
      [{ earlyUpdateRing: true }, "APPLICABILITY_NA"],
      [{ fullVersion: "5.00.8853.1000" }, "APPLICABILITY_HIDE"],
    ] as const) {
      const changed = entry(change as Partial<ManifestEntry>);
      expect(judgeApplicability(changed, said(true)).outcome).toBe(outcome);
      expect(judgeApplicability(changed, facts()).outcome).toBe(outcome);
    }
  });

  it("does not hide what nobody needs behind it", () => {
    const old = entry({ fullVersion: "5.00.8740.1000" });
    expect(judgeApplicability(old, said(false, "versionOutOfRange")).outcome).toBe("APPLICABILITY_HIDE");
  });

  it.each([
    ["noUsageData", { accepted: false, updates: {} }],
    ["notEvaluated", { accepted: true, updates: { [B]: { relevant: true, reason: null } } }],
  ])("is awaited, and until then it does not apply: %s", (why, relevance) => {
    const judged = judgeApplicability(entry(), facts({ packages: [pack(A, 0)], relevance }));
    expect(judged.outcome).toBe("APPLICABILITY_NA");
    expect(reason(judged, "relevant")?.params).toEqual({ reason: why });
  });

  it("does not matter for what an administrator imported", () => {
    const packages = [{ ...pack(A, 0), source: "out-of-band" as const }];
    const relevance = { accepted: true, updates: { [A]: { relevant: false, reason: "any" } } };
    expect(judgeApplicability(entry(), facts({ packages, relevance })).outcome).toBe("APPLICABILITY_SUCCESS");
  });
});

/** The table of reference/updates.md §2: A is superseded by B, B by C. */
describe("in a chain of hotfixes", () => {
  const installed = UPDATE_STATE.INSTALL_SUCCESS;
  const offered = UPDATE_STATE.APPLICABILITY_SUCCESS;
  const shown = (a: number, b: number, c: number) => {
    const packages = [pack(A, a), pack(B, b, [A]), pack(C, c, [B])];
    return packages
      .filter(({ packageGuid }) => !installedSuccessor(packageGuid, packages))
      .map(({ name }) => name);
  };

  it("all are shown while none is installed", () =>
    expect(shown(offered, offered, offered)).toEqual(["A", "B", "C"]));
  it("the newest installed one and what is newer are shown", () =>
    expect(shown(installed, installed, offered)).toEqual(["B", "C"]));
  it("only the last is shown once it is installed", () =>
    expect(shown(offered, offered, installed)).toEqual(["C"]));

  it("a circle does not hang the judge", () => {
    const packages = [pack(A, 0, [B]), pack(B, 0, [A])];
    expect(installedSuccessor(A, packages)).toBeNull();
  });
});
