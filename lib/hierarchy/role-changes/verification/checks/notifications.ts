import { notificationTargets } from "@/lib/db/schema";
import { failed, notApplicable, passed, type RoleCheck } from "../model";

/** Whoever is warned goes on being warned: the new server opens what it needs for that. Nobody is sent a test. */
export const notifications: RoleCheck = {
  id: "notifications",
  topics: ["server-tasks"],
  cure: "/settings?tab=notifications",
  async look({ db, inspection }) {
    const targets = await db.select({ id: notificationTargets.id }).from(notificationTargets);
    if (targets.length === 0) return notApplicable("nobody-notified");
    if (!inspection) return null;
    const lost = inspection.unreadable.filter(({ sort }) => SORTS.includes(sort));
    return lost.length > 0
      ? failed("notification-secrets-lost", { names: lost.map(({ name }) => name).join(", ") })
      : passed({ targets: targets.length }, "notifications-ready");
  },
};

const SORTS: readonly string[] = ["mail-password", "webhook-signature"];
