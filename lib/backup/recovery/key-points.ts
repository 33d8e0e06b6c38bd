import { and, eq, isNotNull, lt } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import {
  azureApplicationSecrets,
  azureApplications,
  mailServer,
  notificationTargets,
  SERVICE_CONNECTION_POINT_ROLE,
  sealingKeys,
  siteSystemInstallationAccounts,
  siteSystemProxies,
  siteSystemRoles,
  siteSystemServers,
} from "@/lib/db/schema";
import { findRoleHolderKey } from "@/lib/secrets/seal-for-role-holder";
import { type PointFacts, type PointReader, whileAny } from "./model";

/** A secret key counts when it can be opened and Azure has taken it since: it may have been renewed after the backup. */
export const secretKeys: PointReader = async ({ db, recovery }) => {
  const key = await findRoleHolderKey(db);
  const secrets = await db
    .select({
      name: azureApplications.name,
      sealedTo: azureApplicationSecrets.sealedTo,
      provedAt: azureApplicationSecrets.provedAt,
    })
    .from(azureApplicationSecrets)
    .innerJoin(azureApplications, eq(azureApplications.id, azureApplicationSecrets.applicationId))
    .where(eq(azureApplicationSecrets.state, "current"))
    .orderBy(azureApplications.name);
  if (secrets.length === 0) return { state: "not-needed", params: {} };
  const unproved = secrets.filter(
    ({ sealedTo, provedAt }) => sealedTo !== key?.fingerprint || provedAt < recovery.recoveredAt,
  );
  return whileAny(unproved.map(({ name }) => name));
};

/** Passwords that nobody can open any more, unless they were entered since. */
export const passwords: PointReader = async (facts) => {
  const lost = [
    ...(await lostOfTheRole(facts)),
    ...(await lostOfServers(facts.db, siteSystemProxies)),
    ...(await lostOfServers(facts.db, siteSystemInstallationAccounts)),
  ];
  return whileAny(lost);
};

/** Mail server and webhooks: sealed to the server that held the role, whose keys came back or did not. */
async function lostOfTheRole({ db, recovery }: PointFacts): Promise<string[]> {
  const [holder] = await db
    .select({ fqdn: siteSystemServers.fqdn })
    .from(siteSystemRoles)
    .innerJoin(siteSystemServers, eq(siteSystemServers.id, siteSystemRoles.serverId))
    .where(eq(siteSystemRoles.role, SERVICE_CONNECTION_POINT_ROLE));
  if (holder && recovery.keyServers.includes(holder.fqdn)) return [];
  const mail = await db
    .select({ name: mailServer.host })
    .from(mailServer)
    .where(and(isNotNull(mailServer.password), lt(mailServer.changedAt, recovery.recoveredAt)));
  const webhooks = await db
    .select({ name: notificationTargets.address })
    .from(notificationTargets)
    .where(
      and(isNotNull(notificationTargets.secret), lt(notificationTargets.createdAt, recovery.recoveredAt)),
    );
  return [...mail, ...webhooks].map(({ name }) => name);
}

/** Accounts that are sealed to a key which no server announces any more. */
async function lostOfServers(
  db: Database,
  accounts: typeof siteSystemProxies | typeof siteSystemInstallationAccounts,
): Promise<string[]> {
  const rows = await db
    .select({ name: accounts.userName, fqdn: siteSystemServers.fqdn, sealedTo: accounts.sealedTo })
    .from(accounts)
    .innerJoin(siteSystemServers, eq(siteSystemServers.id, accounts.serverId))
    .where(isNotNull(accounts.sealedTo));
  const keys = await db.select({ fingerprint: sealingKeys.fingerprint }).from(sealingKeys);
  return rows
    .filter(({ sealedTo }) => !keys.some(({ fingerprint }) => fingerprint === sealedTo))
    .map(({ name, fqdn }) => `${name} (${fqdn})`);
}
