import { eq } from "drizzle-orm";
import { z } from "zod";
import { whyNotOnline } from "@/lib/connectivity/running-mode";
import { publish } from "@/lib/db/events";
import { mailServer, notificationDeliveries, notificationTargets } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";

/** Sends a test; what became of it is the target's last delivery. It is tried once. */
export const testNotificationTarget = defineCommand({
  name: "test-notification-target",
  action: "alerts.manage",
  input: z.object({ id: z.guid() }),
  async run({ db, clock }, { id }) {
    const [target] = await db.select().from(notificationTargets).where(eq(notificationTargets.id, id));
    if (!target) return fail("target-unknown");
    const refusal = target.kind === "webhook" ? await whyNotOnline(db) : null;
    if (refusal) return fail(refusal);
    const [server] = await db.select({ host: mailServer.host }).from(mailServer);
    if (target.kind === "e-mail" && !server) return fail("mail-server-missing");
    const now = clock.now();
    const [row] = await db
      .insert(notificationDeliveries)
      .values({ target: id, event: "test", params: {}, createdAt: now, notBefore: now })
      .returning({ deliveryId: notificationDeliveries.id });
    if (!row) throw new Error("the test was not written");
    await publish(db, { topic: "notifications" });
    return ok(row);
  },
  // Nothing of the product changes by it.
  audit: () => null,
});
