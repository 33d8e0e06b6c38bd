import type { Database } from "@/lib/db/connection";
import { secretExpiryNotices } from "@/lib/db/schema";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { queueNotification } from "@/lib/notifications/queue-notification";
import { raiseAlert } from "@/lib/status/alerts";
import { STATUS_MESSAGE } from "@/lib/status/message-ids";
import { ALERT_SEVERITY } from "@/lib/status/model";
import { reportStatus } from "@/lib/status/status-messages";
import { daysLeftOf } from "../applications/secret-state";
import { CRITICAL_FROM_DAYS, dueNotices } from "./notice-days";
import type { WatchedSecret } from "./read-secrets";

/**
 * Tells, in the caller's transaction, that a secret key expires or has expired: an alert that leads to the app, a status
 * message, and everybody who is notified. Each notice is given once, whoever asks how often.
 */
export async function giveNotice(tx: Database, thread: ThreadContext, secret: WatchedSecret): Promise<void> {
  const { id, applicationId, name, tenant, tenantName, expiresAt } = secret;
  const now = thread.clock.now();
  const [nearest, ...passed] = dueNotices(secret, now);
  if (nearest === undefined) return;
  await tx
    .insert(secretExpiryNotices)
    .values([nearest, ...passed].map((daysBefore) => ({ secretId: id, daysBefore, givenAt: now })))
    .onConflictDoNothing();
  const date = expiresAt.toISOString().slice(0, 10);
  const days = Math.max(0, daysLeftOf(expiresAt, now));
  const state = nearest === 0 ? "expired" : "expiring";
  const link = `/tenants/${tenant}`;
  const params = { name, tenant: tenantName, date, days, state };
  await raiseAlert(tx, thread.clock, {
    code: "azure-services.secret-expiring",
    objectId: applicationId,
    severity: nearest <= CRITICAL_FROM_DAYS ? ALERT_SEVERITY.critical : ALERT_SEVERITY.warning,
    params,
    link,
  });
  const event = "azure-services.secret-expiring";
  await queueNotification(tx, thread.clock, { event, params, link });
  const strings = [name, tenantName, date, String(days)];
  const message =
    state === "expired"
      ? { messageId: STATUS_MESSAGE.secretKeyExpired, severity: "error" as const, strings }
      : { messageId: STATUS_MESSAGE.secretKeyExpiring, severity: "warning" as const, strings };
  await reportStatus(thread, message, tx);
}
