import { eq } from "drizzle-orm";
import { z } from "zod";
import { publish } from "@/lib/db/events";
import { notificationTargets } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";

/** Nothing is told there any more, what still waits neither. */
export const removeNotificationTarget = defineCommand({
  name: "remove-notification-target",
  action: "alerts.manage",
  input: z.object({ id: z.guid() }),
  async run({ db }, { id }) {
    const [removed] = await db
      .delete(notificationTargets)
      .where(eq(notificationTargets.id, id))
      .returning({ kind: notificationTargets.kind });
    if (!removed) return fail("target-unknown");
    await publish(db, { topic: "notifications" });
    return ok(removed);
  },
  audit: ({ id }, { kind }) => ({
    messageId: 60049,
    objectType: "notification-target",
    objectId: id,
    strings: [kind, "removed"],
  }),
});
