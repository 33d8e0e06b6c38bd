import { describe, expect, it } from "vitest";
import dePage from "@/lib/i18n/messages/de/components-page.json";
import de from "@/lib/i18n/messages/de/status.json";
import enPage from "@/lib/i18n/messages/en/components-page.json";
import en from "@/lib/i18n/messages/en/status.json";
import { STATUS_MESSAGE } from "./message-ids";
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

it.each([
  ["English", enPage],
  ["German", dePage],
])("every status message that is reported has its sentence in %s, and no other", (_language, page) => {
  const ids = Object.values(STATUS_MESSAGE).map(String);
  expect(Object.keys(page.statusMessages).sort()).toEqual(ids.sort());
});
