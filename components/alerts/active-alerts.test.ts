import { expect, test } from "vitest";
import type { AlertRow, AlertSeverity } from "@/lib/status/model";
import { activeAlerts } from "./active-alerts";

const alert = (id: string, severity: AlertSeverity, minute: number, state = 0): AlertRow => ({
  id,
  severity,
  state,
  code: "updates.disk-space",
  objectId: "",
  params: {},
  link: null,
  occurrences: 1,
  firstRaisedAt: new Date("2020-04-20T08:00:00Z"),
  lastRaisedAt: new Date(Date.UTC(2020, 3, 20, 8, minute)),
});

test("critical before warning, newest first, closed ones left out", () => {
  const alerts = [alert("w", 2, 9), alert("old", 1, 1), alert("new", 1, 5), alert("closed", 1, 9, 2)];
  expect(activeAlerts(alerts).map((a) => a.id)).toEqual(["new", "old", "w"]);
});
