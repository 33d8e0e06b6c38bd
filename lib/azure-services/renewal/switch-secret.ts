import { and, eq, isNotNull } from "drizzle-orm";
import { Second } from "@/lib/clock";
import type { Database } from "@/lib/db/connection";
import { publish } from "@/lib/db/events";
import { azureApplicationSecrets, azureApplications, cloudEnvironments } from "@/lib/db/schema";
import { cancelAlert } from "@/lib/status/alerts";
import { STATUS_MESSAGE } from "@/lib/status/message-ids";
import { reportStatus } from "@/lib/status/status-messages";
import { lockApplication } from "../applications/lock-application";
import { learned } from "../applications/new-application-steps";
import { isCurrentSecretOf, readCurrentSecret } from "../applications/read-current-secret";
import { OperationFailure } from "../operations/model";
import { UNTIL_SECRET_WORKS } from "../operations/patiently";
import { proveNewSecret, type RenewalStep } from "./prove-new-secret";
import type { RenewalFacts } from "./renewal-facts";

/** What is replaced, and how long it stays. @throws OperationFailure when the app was deleted meanwhile */
export async function readWhatIsReplaced({ thread, operation }: RenewalStep): Promise<RenewalFacts> {
  const { db, clock } = thread;
  const old = await readCurrentSecret(db, applicationOf(operation));
  const [environment] = await db
    .select({ graceSeconds: cloudEnvironments.secretGraceSeconds })
    .from(cloudEnvironments)
    .where(eq(cloudEnvironments.id, operation.environmentId));
  const graceMs = (environment?.graceSeconds ?? 0) * Second.ms;
  return {
    oldKeyId: old?.keyId ?? null,
    graceEndsAt: new Date(clock.now().getTime() + graceMs).toISOString(),
  };
}

function applicationOf({ applicationId }: RenewalStep["operation"]): string {
  if (!applicationId) throw new OperationFailure("application-not-found");
  return applicationId;
}

/**
 * The proved key takes the place of the one in use, in the transaction that says so: every service of the app uses it
 * from its next request on. The old one stays beside it until the grace is over.
 * @param expiresAt of the new key
 */
export async function switchSecret(tx: Database, step: RenewalStep, expiresAt: Date): Promise<void> {
  const { thread, operation, input, facts, sealedSecret } = step;
  const applicationId = applicationOf(operation);
  const found = await lockApplication(tx, applicationId);
  if (!found) throw new OperationFailure("application-not-found");
  const { sealed, sealedTo } = learned(sealedSecret ?? undefined);
  const now = thread.clock.now();
  const secrets = azureApplicationSecrets;
  await tx.update(secrets).set({ state: "previous" }).where(isCurrentSecretOf(applicationId));
  await tx.insert(secrets).values({
    applicationId,
    state: "current",
    sealed,
    sealedTo,
    keyId: facts.keyId ?? null,
    expiresAt,
    createdAt: now,
    provedAt: now,
  });
  if (facts.objectId)
    await tx
      .update(azureApplications)
      .set({ objectId: facts.objectId })
      .where(eq(azureApplications.id, applicationId));
  await cancelAlert(tx, thread.clock, "azure-services.secret-expiring", applicationId);
  const message = {
    messageId: STATUS_MESSAGE.secretKeyRenewed,
    severity: "informational" as const,
    strings: [input.name, found.tenant.name, expiresAt.toISOString().slice(0, 10)],
  };
  await reportStatus(thread, message, tx);
  await publish(tx, { topic: "azure-services", key: applicationId });
}

/** The old key's time; it may be given up only while the new one works. @throws AzureError OperationFailure */
export async function proveBeforeWiping(step: RenewalStep): Promise<RenewalFacts> {
  await proveNewSecret(step, UNTIL_SECRET_WORKS);
  return { isOldWiped: true };
}

export async function wipeOldSecrets(tx: Database, { operation }: RenewalStep): Promise<void> {
  if (!operation.applicationId) return;
  const secrets = azureApplicationSecrets;
  await tx
    .update(secrets)
    .set({ sealed: null })
    .where(
      and(
        eq(secrets.applicationId, operation.applicationId),
        eq(secrets.state, "previous"),
        isNotNull(secrets.sealed),
      ),
    );
}

export const whenGraceEnds = ({ facts }: { facts: Readonly<RenewalFacts> }): Date | null =>
  facts.graceEndsAt ? new Date(facts.graceEndsAt) : null;
