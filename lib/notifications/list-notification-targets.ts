import { desc, isNotNull } from "drizzle-orm";
import { z } from "zod";
import { can } from "@/lib/access/permissions";
import { type NotificationParams, notificationDeliveries, notificationTargets } from "@/lib/db/schema";
import { ok } from "@/lib/result";
import { defineQuery } from "@/lib/use-case";

/** Who is told, and what became of the last attempt. */
export interface NotificationTarget {
  id: string;
  kind: "e-mail" | "webhook";
  /** Of a webhook only its origin, for a reader who may not change it: many services put their key into the rest. */
  address: string;
  language: "en" | "de";
  enabled: boolean;
  isSigned: boolean;
  /** `isOver`: it is not tried again. Null before the first. */
  lastDelivery: {
    id: string;
    event: string;
    at: Date;
    ok: boolean;
    isOver: boolean;
    /** In the messages under `notifications.failures`, or `updates.failures`; null when it arrived. */
    code: string | null;
    params: NotificationParams;
  } | null;
}

export const listNotificationTargets = defineQuery({
  name: "list-notification-targets",
  action: "alerts.view",
  input: z.object({}),
  async run({ db, actor }) {
    const mayManage = can(actor, "alerts.manage");
    const targets = await db
      .select()
      .from(notificationTargets)
      .orderBy(notificationTargets.kind, notificationTargets.address);
    const last = await db
      .selectDistinctOn([notificationDeliveries.target])
      .from(notificationDeliveries)
      .where(isNotNull(notificationDeliveries.attemptedAt))
      .orderBy(notificationDeliveries.target, desc(notificationDeliveries.attemptedAt));
    return ok(
      targets.map(({ id, kind, address, language, enabled, secret }): NotificationTarget => {
        const delivery = last.find(({ target }) => target === id);
        return {
          id,
          kind,
          address: kind === "webhook" && !mayManage ? `${new URL(address).origin}/…` : address,
          language,
          enabled,
          isSigned: secret !== null,
          lastDelivery: delivery?.attemptedAt
            ? {
                id: delivery.id,
                event: delivery.event,
                at: delivery.attemptedAt,
                ok: delivery.state === "delivered",
                isOver: delivery.state !== "waiting",
                code: delivery.failureCode,
                params: delivery.failureParams ?? {},
              }
            : null,
        };
      }),
    );
  },
});
