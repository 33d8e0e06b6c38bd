import { eq } from "drizzle-orm";
import type { Clock } from "@/lib/clock";
import type { Database } from "@/lib/db/connection";
import { publish } from "@/lib/db/events";
import { type NotificationParams, notificationDeliveries, notificationTargets } from "@/lib/db/schema";
import type { NotificationEvent } from "./model";

export interface Notification {
  event: Exclude<NotificationEvent, "test">;
  params: NotificationParams;
  /** Portal path that leads to the cure. */
  link: string | null;
}

/**
 * Tells every target that is enabled, when the caller's transaction commits: what happened and that it is told cannot be
 * lost from each other.
 */
export async function queueNotification(
  tx: Database,
  clock: Clock,
  notification: Notification,
): Promise<void> {
  const targets = await tx
    .select({ target: notificationTargets.id })
    .from(notificationTargets)
    .where(eq(notificationTargets.enabled, true));
  if (targets.length === 0) return;
  const now = clock.now();
  await tx
    .insert(notificationDeliveries)
    .values(targets.map(({ target }) => ({ ...notification, target, createdAt: now, notBefore: now })));
  await publish(tx, { topic: "notifications" });
}
