import { describe, expect, it } from "vitest";
import en from "@/lib/i18n/messages/en/setup.json";
import { judgeSetup, SETUP_CHECK_IDS, type SetupCheckId, type SetupFacts } from "./checks";
import { goodInput, goodMachine } from "./testing/setup-order";

const facts = (change: Partial<SetupFacts> = {}): SetupFacts => ({
  input: goodInput(),
  machine: goodMachine(),
  databaseVersion: 180_001,
  clockSkewMs: 20,
  executive: "hosting",
  environments: [
    { id: "Ours", name: "Ours", publishesCatalogue: true },
    { id: "AzurePublic", name: "Azure public cloud", publishesCatalogue: false },
  ],
  takenUserNames: [],
  takenSiteCodes: [],
  ...change,
});

const found = (id: SetupCheckId, change: Partial<SetupFacts>) => {
  const result = judgeSetup(facts(change)).find((one) => one.id === id);
  return [result?.outcome, result?.finding?.code ?? null];
};

it("passes where all is well", () => {
  expect(judgeSetup(facts()).filter(({ outcome }) => outcome !== "passed")).toEqual([]);
});

describe.each<[SetupCheckId, "failed" | "warning", string, Partial<SetupFacts>]>([
  ["database", "failed", "setup-database-too-old", { databaseVersion: 140_012 }],
  ["dataFolder", "failed", "setup-folder-not-writable", { machine: goodMachine({ folderWritable: false }) }],
  ["diskSpace", "failed", "setup-folder-not-readable", { machine: goodMachine({ freeBytes: null }) }],
  ["diskSpace", "failed", "setup-disk-full", { machine: goodMachine({ freeBytes: 10 ** 9 }) }],
  ["diskSpace", "warning", "setup-disk-short", { machine: goodMachine({ freeBytes: 10 ** 10 }) }],
  ["clock", "failed", "setup-clock-wrong", { clockSkewMs: 301_000 }],
  ["clock", "warning", "setup-clock-off", { clockSkewMs: 6_000 }],
  ["executive", "failed", "setup-executive-silent", { executive: "silent" }],
  ["executive", "failed", "setup-executive-misfit", { executive: "misfit" }],
  ["siteCode", "failed", "setup-site-code-reserved", { input: goodInput({ siteCode: "SMS" }) }],
  ["siteCode", "failed", "setup-site-code-taken", { takenSiteCodes: ["CAS"] }],
  ["siteServer", "failed", "setup-server-malformed", { input: goodInput({ siteServer: "cas01" }) }],
  ["timeZone", "failed", "setup-time-zone-unknown", { input: goodInput({ timeZone: "Mars" }) }],
  ["administrator", "failed", "setup-user-name-taken", { takenUserNames: ["anna"] }],
  ["administrator", "failed", "password-too-short", { input: goodInput({ password: "x" }) }],
  [
    "serviceConnectionPoint",
    "warning",
    "setup-connector-later",
    { input: goodInput({ cloudConnector: false }) },
  ],
  ["proxy", "failed", "setup-proxy-name-malformed", { input: goodInput({ useProxy: true }) }],
  ["cloud", "failed", "setup-cloud-unknown", { input: goodInput({ environmentId: "none" }) }],
  [
    "cloud",
    "warning",
    "setup-cloud-without-catalogue",
    { input: goodInput({ environmentId: "AzurePublic" }) },
  ],
  [
    "publicUrl",
    "warning",
    "setup-portal-local",
    { machine: goodMachine({ publicUrl: "http://localhost:3000" }) },
  ],
  ["sessionSecret", "warning", "setup-secret-weak", { machine: goodMachine({ secretCharacters: 2 }) }],
])("%s", (id, outcome, code, change) => {
  it(`${outcome}: ${code}`, () => expect(found(id, change)).toEqual([outcome, code]));
});

it("offline, a cloud without a catalogue is nothing to warn of", () => {
  const input = goodInput({ environmentId: "AzurePublic", mode: "offline" });
  expect(found("cloud", { input })).toEqual(["passed", null]);
});

it("each check has a name", () => {
  expect(Object.keys(en.checks).sort()).toEqual([...SETUP_CHECK_IDS].sort());
});
