import { and, eq, inArray, isNotNull, lte } from "drizzle-orm";
import { type Clock, earliest } from "@/lib/clock";
import type { Database } from "@/lib/db/connection";
import { alerts, azureApplicationSecrets } from "@/lib/db/schema";
import { asOwner } from "@/lib/executive/as-owner";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { type AlertCondition, cancelAlert, raiseAlert } from "@/lib/status/alerts";
import { ALERT_SEVERITY, ALERT_STATE, type AlertCode } from "@/lib/status/model";
import { giveNotice } from "./give-notice";
import { dueNotices, nextNoticeAt, reachedNotices } from "./notice-days";
import { readSecrets, type WatchedSecret } from "./read-secrets";

const EXPIRING = "azure-services.secret-expiring" satisfies AlertCode;
const UNREADABLE = "azure-services.secrets-unreadable" satisfies AlertCode;

type Change = (tx: Database) => Promise<unknown>;
type ActiveAlert = Awaited<ReturnType<typeof readActiveAlerts>>[number];

/**
 * Looks at every secret key: gives the notices that are due, says which keys the server that holds the role cannot open,
 * and takes back what is no longer so. It asks nobody, so that it works offline as well. Most looks find nothing to
 * change, and write nothing.
 * @param fingerprint of the key of this server
 * @returns when the next notice is due; null: none
 */
export async function watchSecrets(thread: ThreadContext, fingerprint: string): Promise<Date | null> {
  const { secrets, changes } = await findChanges(thread, thread.db, fingerprint);
  if (changes.length > 0)
    await asOwner(thread, async (tx) => {
      // Looked at once more: only here nobody else writes for this server.
      const stillSo = await findChanges(thread, tx, fingerprint);
      for (const change of stillSo.changes) await change(tx);
    });
  const now = thread.clock.now();
  return earliest(...secrets.map(({ expiresAt }) => nextNoticeAt(expiresAt, now)));
}

async function findChanges(thread: ThreadContext, db: Database, fingerprint: string) {
  const { clock } = thread;
  const now = clock.now();
  const secrets = await readSecrets(db);
  const active = await readActiveAlerts(db);
  const changes: Change[] = [
    ...secrets
      .filter((secret) => dueNotices(secret, now).length > 0)
      .map((secret) => (tx: Database) => giveNotice(tx, thread, secret)),
    ...cancelWhatIsRenewed(clock, secrets, active),
    ...sayWhatIsUnreadable(
      clock,
      secrets.filter(({ sealedTo }) => sealedTo !== fingerprint),
      active.find(({ code }) => code === UNREADABLE),
    ),
    ...(await forgetExpired(db, now)),
  ];
  return { secrets, changes };
}

const readActiveAlerts = (db: Database) =>
  db
    .select({ code: alerts.code, objectId: alerts.objectId, params: alerts.params })
    .from(alerts)
    .where(and(inArray(alerts.code, [EXPIRING, UNREADABLE]), eq(alerts.state, ALERT_STATE.active)));

/** The app has another key, or is gone. */
function cancelWhatIsRenewed(
  clock: Clock,
  secrets: readonly WatchedSecret[],
  active: readonly ActiveAlert[],
): Change[] {
  const now = clock.now();
  const expiring = new Set(
    secrets
      .filter(({ expiresAt }) => reachedNotices(expiresAt, now).length > 0)
      .map(({ applicationId }) => applicationId),
  );
  return active
    .filter(({ code, objectId }) => code === EXPIRING && !expiring.has(objectId))
    .map(
      ({ objectId }) =>
        (tx) =>
          cancelAlert(tx, clock, EXPIRING, objectId),
    );
}

/** One alert for all of them: they are renewed together after the role moved. */
function sayWhatIsUnreadable(
  clock: Clock,
  unreadable: readonly WatchedSecret[],
  known: ActiveAlert | undefined,
): Change[] {
  const apps = unreadable.map(({ name }) => name).join(", ");
  const count = unreadable.length;
  if (count === 0) return known ? [(tx) => cancelAlert(tx, clock, UNREADABLE)] : [];
  if (known?.params.apps === apps && known.params.count === count) return [];
  const condition: AlertCondition = {
    code: UNREADABLE,
    severity: ALERT_SEVERITY.critical,
    params: { count, apps },
    link: "/tenants/renew",
  };
  return [(tx) => raiseAlert(tx, clock, condition)];
}

/** What was kept beside its successor, because that did not work, opens nothing any more. */
async function forgetExpired(db: Database, now: Date): Promise<Change[]> {
  const outlived = and(
    eq(azureApplicationSecrets.state, "previous"),
    isNotNull(azureApplicationSecrets.sealed),
    lte(azureApplicationSecrets.expiresAt, now),
  );
  const [one] = await db
    .select({ id: azureApplicationSecrets.id })
    .from(azureApplicationSecrets)
    .where(outlived)
    .limit(1);
  return one ? [(tx) => tx.update(azureApplicationSecrets).set({ sealed: null }).where(outlived)] : [];
}
