import { describe, expect, it } from "vitest";
import de from "@/lib/i18n/messages/de/offline.json";
import en from "@/lib/i18n/messages/en/offline.json";
import { OFFLINE_FAILURES } from "./failure";
import { IMPORT_STATES } from "./import-states";

describe.each([
  ["English", en],
  ["German", de],
])("in %s", (_language, messages) => {
  it("every failure has its sentence, and every sentence its failure", () => {
    expect(Object.keys(messages.failures).sort()).toEqual([...OFFLINE_FAILURES].sort());
  });

  it("every state of an import has its word", () => {
    expect(Object.keys(messages.states).sort()).toEqual(Object.keys(IMPORT_STATES).sort());
  });
});
