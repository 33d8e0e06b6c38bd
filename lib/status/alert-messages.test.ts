import { describe, expect, it } from "vitest";
import de from "@/lib/i18n/messages/de/status.json";
import en from "@/lib/i18n/messages/en/status.json";
import { ALERT_CODES } from "./model";

describe.each([
  ["English", en.alerts],
  ["German", de.alerts],
])("the alerts in %s", (_language, alerts) => {
  it("have title, cause and cure for every condition, and no others", () => {
    const written = Object.entries(alerts).flatMap(([area, conditions]) =>
      Object.entries(conditions).map(([condition, text]) => {
        expect(Object.keys(text)).toEqual(["title", "cause", "cure"]);
        return `${area}.${condition}`;
      }),
    );
    expect(written.sort()).toEqual([...ALERT_CODES].sort());
  });
});
