import { and, desc, eq, isNotNull } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { azureServices, recoveries, recoveryChecks } from "@/lib/db/schema";
import { passwords, secretKeys } from "./key-points";
import {
  type PointReader,
  RECOVERY_POINT_IDS,
  RECOVERY_POINTS,
  type RecoveryPoint,
  type RecoveryPointId,
  type RecoveryView,
} from "./model";
import { checkForUpdates, content, hotfixes, newBackup, servers } from "./site-points";

const untilTicked: PointReader = async () => ({ state: "open", params: {} });

/** A gateway belongs to a connection of Cloud Management. */
const gateways: PointReader = async ({ db }) => {
  const found = await db
    .select()
    .from(azureServices)
    .where(eq(azureServices.type, "CloudManagement"))
    .limit(1);
  return { state: found.length > 0 ? "open" : "not-needed", params: {} };
};

const READERS = {
  "old-machine": untilTicked,
  settings: untilTicked,
  servers,
  passwords,
  "secret-keys": secretKeys,
  gateways,
  "check-for-updates": checkForUpdates,
  content,
  hotfixes,
  "new-backup": newBackup,
} as const satisfies Record<RecoveryPointId, PointReader>;

/** The newest recovery of this database with its checklist as it stands; null: it was never recovered. */
export async function readRecovery(db: Database): Promise<RecoveryView | null> {
  const [recovery] = await db
    .select()
    .from(recoveries)
    .where(isNotNull(recoveries.completedAt))
    .orderBy(desc(recoveries.recoveredAt))
    .limit(1);
  if (!recovery) return null;
  const points: RecoveryPoint[] = [];
  for (const id of RECOVERY_POINT_IDS) points.push(await readPoint(db, recovery, id));
  const { closedAt, closedBy, completedAt: _completedAt, ...rest } = recovery;
  return {
    ...rest,
    closed: closedAt ? { at: closedAt, by: closedBy ?? "" } : null,
    points,
    open: points.filter(({ state }) => state === "open").length,
  };
}

async function readPoint(
  db: Database,
  recovery: typeof recoveries.$inferSelect,
  id: RecoveryPointId,
): Promise<RecoveryPoint> {
  const found = await READERS[id]({ db, recovery });
  const [check] = await db
    .select()
    .from(recoveryChecks)
    .where(and(eq(recoveryChecks.recoveryId, recovery.id), eq(recoveryChecks.point, id)));
  const tick = check ? { at: check.doneAt, by: check.doneBy } : null;
  const state = tick && found.state === "open" ? "done" : found.state;
  return { id, ...RECOVERY_POINTS[id], ...found, state, tick };
}
