import { describe, expect, it } from "vitest";
import { WIRE_ERROR_CODES } from "@/lib/connectivity/wire-error";
import de from "@/lib/i18n/messages/de/updates.json";
import en from "@/lib/i18n/messages/en/updates.json";
import { APPLICABILITY_RULES } from "./applicability";
import { CATALOGUE_ERROR_CODES } from "./catalogue/catalogue-failure";
import { DOWNLOAD_ERROR_CODES } from "./download/failure";
import { UPDATE_EVENTS } from "./events";
import { UPDATE_STATES } from "./state-machine";

/** Codes the commands refuse with, beside those of the work they ask for. */
const REFUSALS = [
  "role-not-installed",
  "role-not-running",
  "role-offline",
  "update-not-found",
  "update-not-downloadable",
  "update-withdrawn",
  "imported-update-not-downloadable",
  "payload-incomplete",
  "already-downloading",
  "download-not-found",
  "download-not-possible-now",
  "unexpected-failure",
];

describe.each([
  ["English", en],
  ["German", de],
])("in %s", (_language, messages) => {
  const sorted = (names: Iterable<string>) => [...names].sort();

  it("every failure has its sentence, and every sentence its failure", () => {
    const codes = [...WIRE_ERROR_CODES, ...CATALOGUE_ERROR_CODES, ...DOWNLOAD_ERROR_CODES, ...REFUSALS];
    expect(sorted(Object.keys(messages.failures))).toEqual(sorted(codes));
  });

  it("every event of a package has its sentence", () => {
    expect(sorted(Object.keys(messages.events))).toEqual(sorted(UPDATE_EVENTS));
  });

  it("every state of the console has its words", () => {
    const states = new Set(Object.values(UPDATE_STATES).map((rule) => rule.console));
    expect(sorted(Object.keys(messages.states))).toEqual(sorted(states));
  });

  it("every applicability rule can say why and why not", () => {
    expect(sorted(Object.keys(messages.reasons))).toEqual(sorted(Object.keys(APPLICABILITY_RULES)));
    for (const reason of Object.values(messages.reasons)) {
      expect(Object.keys(reason)).toEqual(["passed", "failed"]);
    }
  });
});
