import { describe, expect, it } from "vitest";
import de from "@/lib/i18n/messages/de/requirements.json";
import en from "@/lib/i18n/messages/en/requirements.json";
import { REQUIREMENTS } from "./requirements";

describe.each([
  ["English", en],
  ["German", de],
])("in %s", (_language, messages) => {
  it("every requirement says what it is, why it matters, what was found and what to do", () => {
    expect(Object.keys(messages.checks).sort()).toEqual(REQUIREMENTS.map(({ id }) => id).sort());
    for (const words of Object.values(messages.checks)) {
      expect(Object.keys(words).sort()).toEqual(["fix", "name", "outcomes", "why"]);
      expect(Object.keys(words.outcomes).sort()).toEqual(["failed", "passed", "unknown"]);
    }
  });
});
