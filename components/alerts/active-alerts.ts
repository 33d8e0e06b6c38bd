import { ALERT_STATE, type AlertRow } from "@/lib/status/model";

/** The alerts that are active, the most severe first, of one severity the newest first. */
export const activeAlerts = (alerts: readonly AlertRow[]): AlertRow[] =>
  alerts
    .filter((alert) => alert.state === ALERT_STATE.active)
    .sort((a, b) => a.severity - b.severity || b.lastRaisedAt.getTime() - a.lastRaisedAt.getTime());
