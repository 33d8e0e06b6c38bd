import { describe, expect, test } from "vitest";
import type { UpdateStateName } from "../state-machine";
import { type Decision, decide, type SiteFacts } from "./decide";
import { PREREQ_FLAG } from "./model";

type Sites = Partial<Record<"CAS" | "PR1" | "PR2", UpdateStateName | null | [UpdateStateName, number]>>;

const facts = (sites: Sites): SiteFacts[] =>
  Object.entries(sites).map(([siteCode, given]) => {
    const [state, prereqFlag] = Array.isArray(given) ? given : [given ?? null, PREREQ_FLAG.stopOnWarning];
    return { siteCode, parentSiteCode: siteCode === "CAS" ? null : "CAS", state, prereqFlag };
  });
const ignored = (state: UpdateStateName): [UpdateStateName, number] => [state, PREREQ_FLAG.continueOnWarning];

const WAIT: Decision = { kind: "wait" };
const CASES: [string, Sites, Decision][] = [
  ["before the content is prepared, nothing", { CAS: null, PR1: null }, WAIT],
  ["while a site replicates, nothing", { CAS: "PREREQ_SUCCESS", PR1: "CONTENT_REPLICATING" }, WAIT],
  ["while a site checks, not even an error", { CAS: "PREREQ_ERROR", PR1: "PREREQ_IN_PROGRESS" }, WAIT],
  [
    "all passed: the top-level site installs, its children wait for it",
    { CAS: "PREREQ_SUCCESS", PR1: "PREREQ_SUCCESS" },
    {
      kind: "install",
      moves: [
        { siteCode: "CAS", from: "PREREQ_SUCCESS", to: "INSTALL_IN_PROGRESS" },
        { siteCode: "PR1", from: "PREREQ_SUCCESS", to: "INSTALL_WAITING_PARENT" },
      ],
    },
  ],
  ["an error stops all", { CAS: "PREREQ_SUCCESS", PR1: "PREREQ_ERROR" }, { kind: "failed", sites: ["PR1"] }],
  [
    "an error weighs more than a warning",
    { CAS: "PREREQ_WARNING", PR1: "PREREQ_ERROR" },
    { kind: "failed", sites: ["PR1"] },
  ],
  [
    "content that did not arrive stops all",
    { CAS: "PREREQ_SUCCESS", PR1: "CONTENT_REPLICATION_FAILED" },
    { kind: "failed", sites: ["PR1"] },
  ],
  [
    "a warning asks the administrator",
    { CAS: "PREREQ_SUCCESS", PR1: "PREREQ_WARNING" },
    { kind: "stopped-by-warnings", sites: ["PR1"] },
  ],
  [
    "ignored warnings do not stop",
    { CAS: ignored("PREREQ_WARNING"), PR1: ignored("PREREQ_SUCCESS") },
    {
      kind: "install",
      moves: [
        { siteCode: "CAS", from: "PREREQ_WARNING", to: "INSTALL_IN_PROGRESS" },
        { siteCode: "PR1", from: "PREREQ_SUCCESS", to: "INSTALL_WAITING_PARENT" },
      ],
    },
  ],
  [
    "the retry of one site does not ignore what was ignored at the others",
    { CAS: ignored("PREREQ_WARNING"), PR1: "PREREQ_WARNING" },
    { kind: "stopped-by-warnings", sites: ["PR1"] },
  ],
  [
    "a site added meanwhile gets its content first",
    { CAS: "PREREQ_SUCCESS", PR1: null },
    { kind: "include-sites", sites: ["PR1"] },
  ],
  [
    "the retried child joins while another installs",
    { CAS: "INSTALL_SUCCESS", PR1: "PREREQ_SUCCESS", PR2: "INSTALL_INSTALLFILES" },
    { kind: "install", moves: [{ siteCode: "PR1", from: "PREREQ_SUCCESS", to: "INSTALL_WAITING_PARENT" }] },
  ],
  [
    "the retried top-level site joins while its children wait",
    { CAS: "PREREQ_SUCCESS", PR1: "INSTALL_WAITING_PARENT" },
    { kind: "install", moves: [{ siteCode: "CAS", from: "PREREQ_SUCCESS", to: "INSTALL_IN_PROGRESS" }] },
  ],
  [
    "a failed site does not end what others are at",
    { CAS: "INSTALL_SUCCESS", PR1: "INSTALL_FAILED", PR2: "INSTALL_WAITING_SERVICE_WINDOW" },
    WAIT,
  ],
  ["a child whose parent is done goes on", { CAS: "INSTALL_SUCCESS", PR1: "INSTALL_WAITING_PARENT" }, WAIT],
  [
    "children of a failed parent wait in vain",
    { CAS: "INSTALL_FAILED", PR1: "INSTALL_WAITING_PARENT" },
    { kind: "failed", sites: ["CAS"] },
  ],
  [
    "a pending restart is not the end",
    { CAS: "INSTALL_PENDING_REBOOT", PR1: "INSTALL_WAITING_PARENT" },
    WAIT,
  ],
  ["all installed is the end", { CAS: "INSTALL_SUCCESS", PR1: "INSTALL_SUCCESS" }, { kind: "installed" }],
];

describe("the decision over all sites", () => {
  test.each(CASES)("%s", (_rule, sites, decision) => {
    expect(decide({ prereqOnly: false, sites: facts(sites) })).toEqual(decision);
  });
});

describe("a check without an installation", () => {
  test.each<Sites>([
    { CAS: "PREREQ_SUCCESS", PR1: "PREREQ_SUCCESS" },
    { CAS: "PREREQ_SUCCESS", PR1: "PREREQ_WARNING" },
    { CAS: "PREREQ_ERROR", PR1: "CONTENT_REPLICATION_FAILED" },
  ])("is over when all sites are through, whatever they found: %o", (sites) => {
    expect(decide({ prereqOnly: true, sites: facts(sites) })).toEqual({ kind: "checked" });
  });

  test("waits for the last site", () => {
    const sites = facts({ CAS: "PREREQ_SUCCESS", PR1: "PREREQ_IN_PROGRESS" });
    expect(decide({ prereqOnly: true, sites })).toEqual({ kind: "wait" });
  });
});
