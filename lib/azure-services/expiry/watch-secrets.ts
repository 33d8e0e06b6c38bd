import { and, eq, isNotNull, lte } from "drizzle-orm";
import { type Clock, earliest } from "@/lib/clock";
import type { Database } from "@/lib/db/connection";
import { alerts, azureApplicationSecrets } from "@/lib/db/schema";
import { asOwner } from "@/lib/executive/as-owner";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { cancelAlert, raiseAlert } from "@/lib/status/alerts";
import { ALERT_SEVERITY, ALERT_STATE, type AlertCode } from "@/lib/status/model";
import { giveNotice } from "./give-notice";
import { nextNoticeAt, reachedNotices } from "./notice-days";
import { readSecrets, type WatchedSecret } from "./read-secrets";

/**
 * Looks at every secret key: gives the notices that are due, says which keys the server that holds the role cannot open,
 * and takes back what is no longer so. It asks nobody, so that it works offline as well.
 * @param fingerprint of the key of this server
 * @returns when the next notice is due; null: none
 */
export async function watchSecrets(thread: ThreadContext, fingerprint: string): Promise<Date | null> {
  const { clock } = thread;
  const now = clock.now();
  return asOwner(thread, async (tx) => {
    const secrets = await readSecrets(tx);
    for (const secret of secrets) await giveNotice(tx, thread, secret);
    await cancelWhatIsRenewed(tx, clock, secrets);
    await sayWhatIsUnreadable(
      tx,
      clock,
      secrets.filter(({ sealedTo }) => sealedTo !== fingerprint),
    );
    await forgetExpired(tx, now);
    return earliest(...secrets.map(({ expiresAt }) => nextNoticeAt(expiresAt, now)));
  });
}

const readActive = (tx: Database, code: AlertCode) =>
  tx
    .select({ objectId: alerts.objectId, params: alerts.params })
    .from(alerts)
    .where(and(eq(alerts.code, code), eq(alerts.state, ALERT_STATE.active)));

/** The app has another key, or is gone. */
async function cancelWhatIsRenewed(
  tx: Database,
  clock: Clock,
  secrets: readonly WatchedSecret[],
): Promise<void> {
  const code = "azure-services.secret-expiring";
  const now = clock.now();
  const expiring = new Set(
    secrets
      .filter(({ expiresAt }) => reachedNotices(expiresAt, now).length > 0)
      .map(({ applicationId }) => applicationId),
  );
  for (const { objectId } of await readActive(tx, code))
    if (!expiring.has(objectId)) await cancelAlert(tx, clock, code, objectId);
}

/** One alert for all of them: they are renewed together after the role moved. */
async function sayWhatIsUnreadable(
  tx: Database,
  clock: Clock,
  unreadable: readonly WatchedSecret[],
): Promise<void> {
  const code = "azure-services.secrets-unreadable";
  const [known] = await readActive(tx, code);
  const apps = unreadable.map(({ name }) => name).join(", ");
  const count = unreadable.length;
  if (count === 0) {
    if (known) await cancelAlert(tx, clock, code);
    return;
  }
  if (known?.params.apps === apps && known.params.count === count) return;
  await raiseAlert(tx, clock, {
    code,
    severity: ALERT_SEVERITY.critical,
    params: { count, apps },
    link: "/tenants/renew",
  });
}

/** What was kept beside its successor, because that did not work, opens nothing any more. */
async function forgetExpired(tx: Database, now: Date): Promise<void> {
  await tx
    .update(azureApplicationSecrets)
    .set({ sealed: null })
    .where(
      and(
        eq(azureApplicationSecrets.state, "previous"),
        isNotNull(azureApplicationSecrets.sealed),
        lte(azureApplicationSecrets.expiresAt, now),
      ),
    );
}
