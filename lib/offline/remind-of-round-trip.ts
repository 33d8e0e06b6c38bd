import { and, eq, max } from "drizzle-orm";
import { alerts, offlineRequests, serviceConnectionPoint } from "@/lib/db/schema";
import { asOwner } from "@/lib/executive/as-owner";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { raiseAlert } from "@/lib/status/alerts";
import { ALERT_STATE } from "@/lib/status/model";
import { isStale, STALE_AFTER_DAYS } from "./next-offline-step";

const CODE = "offline.round-trip-stale";

/** Says that nothing was carried for long: neither updates nor usage data are current then. */
export async function remindOfRoundTrip(thread: ThreadContext): Promise<void> {
  const { db, clock } = thread;
  const [trips] = await db.select({ last: max(offlineRequests.answeredAt) }).from(offlineRequests);
  const [role] = await db
    .select({ since: serviceConnectionPoint.configuredModeAt })
    .from(serviceConnectionPoint);
  // Before the first round trip the time counts from when the role went offline.
  const since = trips?.last ?? role?.since;
  if (!since || !isStale(since, clock.now())) return;
  const said = await db.$count(alerts, and(eq(alerts.code, CODE), eq(alerts.state, ALERT_STATE.active)));
  if (said > 0) return;
  await asOwner(thread, (tx) =>
    raiseAlert(tx, clock, {
      code: CODE,
      severity: 2,
      params: { days: STALE_AFTER_DAYS },
      link: "/offline",
    }),
  );
}
