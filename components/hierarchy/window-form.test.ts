import { expect, test } from "vitest";
import { draftOf, faultsOf, newDraft, timesOf } from "./window-form";

const draft = { ...newDraft("Europe/Berlin"), name: "Nights" };

test("a new window lacks only its name", () => {
  expect(faultsOf(newDraft("UTC"))).toEqual(["name"]);
  expect(faultsOf(draft)).toEqual([]);
});

test.each([
  [{ daysOfWeek: 0 }, "daysOfWeek"],
  [{ kind: "once" as const, startsOn: "2026-02-30" }, "startsOn"],
  [{ hours: "0", minutes: "0" }, "duration"],
  [{ hours: "24", minutes: "1" }, "duration"],
  [{ hours: "1.01" }, "duration"],
  [{ beginTime: "24:00" }, "beginTime"],
  [{ timeZone: "Europe/Berlim" }, "timeZone"],
])("%o is said at %s", (changed, field) => {
  expect(faultsOf({ ...draft, ...changed })).toEqual([field]);
});

test("a window of one date has no days, a weekly one no date", () => {
  expect(timesOf({ ...draft, kind: "once", startsOn: "2026-12-24" })).toMatchObject({
    startsOn: "2026-12-24",
    daysOfWeek: 0,
    durationMinutes: 240,
  });
  expect(timesOf({ ...draft, startsOn: "2026-12-24" }).startsOn).toBeNull();
});

test("what is saved is shown again as it was typed", () => {
  const window = { id: "1", siteCode: "PR1", ...timesOf({ ...draft, hours: "5", minutes: "30" }) };
  expect(draftOf(window)).toEqual({ ...draft, hours: "5", minutes: "30" });
});
