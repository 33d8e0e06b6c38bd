import { and, eq } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { publish } from "@/lib/db/events";
import { alerts } from "@/lib/db/schema";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { readHolderToken } from "@/lib/executive/role-holding";
import { cancelAlert, raiseAlert } from "@/lib/status/alerts";
import { STATUS_MESSAGE } from "@/lib/status/message-ids";
import { ALERT_SEVERITY, ALERT_STATE } from "@/lib/status/model";
import { reportStatus, type StatusReporter } from "@/lib/status/status-messages";
import type { EndpointNeeds } from "./endpoint-needs";
import { decidingLayer } from "./model";
import type { ProbedEndpoint } from "./run-probe";

const ALERT = "endpoints.unreachable";

/**
 * Tells what a test on the server that holds the role means: each endpoint that something connected needs and that cannot
 * be reached is status message 11488, which turns SMS_SERVICE_CONNECTOR critical (reference/role.md §12), and an alert.
 * When the last of them is reachable again, or needed no more, the counts of the component begin anew.
 */
export async function judgeEndpoints(
  tx: Database,
  thread: ThreadContext,
  probed: readonly ProbedEndpoint[],
  { targets }: EndpointNeeds,
): Promise<void> {
  if ((await readHolderToken(tx, thread.serverId)) === null) return;
  const reporter: StatusReporter = { ...thread, component: "SMS_SERVICE_CONNECTOR" };
  const before = await activeAlerts(tx);
  // What the messages below make of the component is read anew.
  await publish(tx, { topic: "components", key: reporter.component });
  for (const { target, layers } of probed) {
    const decided = decidingLayer(layers);
    if (target.needed && decided?.outcome === "failed") {
      const { code = "unknown", params = {} } = decided;
      const { endpoint, features } = target;
      const { hostname, pathname } = new URL(endpoint);
      await raiseAlert(tx, thread.clock, {
        code: ALERT,
        objectId: endpoint,
        severity: ALERT_SEVERITY.critical,
        params: { ...params, host: hostname, address: hostname + pathname.replace(/\/$/, ""), reason: code },
        link: `/endpoints?endpoint=${encodeURIComponent(endpoint)}`,
      });
      await reportStatus(
        reporter,
        {
          messageId: STATUS_MESSAGE.endpointUnreachable,
          severity: "error",
          strings: [endpoint, features.join(", "), code],
        },
        tx,
      );
    } else await cancelAlert(tx, thread.clock, ALERT, target.endpoint);
  }
  const needed = new Set(targets.filter((target) => target.needed).map(({ endpoint }) => endpoint));
  for (const endpoint of before) {
    if (!needed.has(endpoint)) await cancelAlert(tx, thread.clock, ALERT, endpoint);
  }
  if (before.length === 0 || (await activeAlerts(tx)).length > 0) return;
  await reportStatus(
    reporter,
    {
      messageId: STATUS_MESSAGE.endpointsReachable,
      severity: "informational",
      strings: [String(before.length)],
    },
    tx,
  );
}

/** The endpoints that are missed now. */
async function activeAlerts(tx: Database): Promise<string[]> {
  const rows = await tx
    .select({ endpoint: alerts.objectId })
    .from(alerts)
    .where(and(eq(alerts.code, ALERT), eq(alerts.state, ALERT_STATE.active)));
  return rows.map(({ endpoint }) => endpoint);
}
