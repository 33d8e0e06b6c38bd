import { findRoleHolder } from "../order-role-change";
import { azureConnections, notifications, operationsUnderWay, secretKeys } from "./azure-dependents";
import { offlineImportsUnderWay, offlineRounds, usageData } from "./carried-dependents";
import { firewall, proxy } from "./connection-dependents";
import type { Dependent, DependentId, DependentReader, DependentSource } from "./model";
import { downloadedUpdates, downloads, updateCheckSchedule, updateUnderWay } from "./update-dependents";

/** In the order an administrator wants to read them: what forbids the change first, then what is hardest to restore. */
const READERS: readonly DependentReader[] = [
  updateUnderWay,
  secretKeys,
  azureConnections,
  operationsUnderWay,
  downloads,
  downloadedUpdates,
  updateCheckSchedule,
  usageData,
  offlineRounds,
  offlineImportsUnderWay,
  notifications,
  proxy,
  firewall,
];

/** Everything that depends on the service connection point, with its state now. */
export async function readDependents({
  db,
  now,
}: Omit<DependentSource, "holder">): Promise<Dependent<DependentId>[]> {
  const source = { db, now, holder: await findRoleHolder(db) };
  const found: Dependent<DependentId>[] = [];
  // One after the other: the caller may be in a transaction, which is one connection.
  for (const read of READERS) found.push(...(await read(source)));
  return found;
}
