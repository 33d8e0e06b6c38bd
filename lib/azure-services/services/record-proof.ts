import { eq } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { publish } from "@/lib/db/events";
import { type AzureFailureParams, azureApplicationSecrets, azureServices } from "@/lib/db/schema";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { cancelAlert, raiseAlert } from "@/lib/status/alerts";
import { STATUS_MESSAGE } from "@/lib/status/message-ids";
import { ALERT_SEVERITY } from "@/lib/status/model";
import { reportStatus, type StatusMessage } from "@/lib/status/status-messages";
import { isCurrentSecretOf } from "../applications/read-current-secret";

export interface ProofOutcome {
  /** `ok`, or why the service cannot work. */
  code: string;
  params: AzureFailureParams;
  /** When it was begun: what changes while it runs is not proved by it. */
  at: Date;
}

/**
 * Keeps what a proof found, raises the alert of the connection or ends it, and reports when it is not what it was. A
 * service that was deleted meanwhile is left alone.
 */
export async function recordProof(
  tx: Database,
  thread: ThreadContext,
  serviceId: string,
  { code, params, at }: ProofOutcome,
): Promise<void> {
  const [service] = await tx
    .select()
    .from(azureServices)
    .where(eq(azureServices.id, serviceId))
    .for("update");
  if (!service) return;
  const before = service.proofCode;
  await tx
    .update(azureServices)
    .set({
      provedAt: at,
      proofCode: code,
      proofParams: params,
      proofSince: before === code ? service.proofSince : at,
    })
    .where(eq(azureServices.id, serviceId));
  await publish(tx, { topic: "azure-services", key: serviceId });
  if (code === "ok") {
    await tx
      .update(azureApplicationSecrets)
      .set({ provedAt: at })
      .where(isCurrentSecretOf(service.serverApplicationId));
    await cancelAlert(tx, thread.clock, "azure-services.connection-failed", serviceId);
  } else {
    await raiseAlert(tx, thread.clock, {
      code: "azure-services.connection-failed",
      objectId: serviceId,
      severity: ALERT_SEVERITY.critical,
      params: { name: service.name, reason: code },
      link: `/azure-services/${serviceId}`,
    });
  }
  if (before === code) return;
  await reportStatus(thread, messageOf(service.name, code), tx);
}

const messageOf = (name: string, code: string): StatusMessage =>
  code === "ok"
    ? { messageId: STATUS_MESSAGE.connectionProved, severity: "informational", strings: [name] }
    : { messageId: STATUS_MESSAGE.connectionFailed, severity: "error", strings: [name, code] };
