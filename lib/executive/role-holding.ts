import { and, eq } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { serviceConnectionPoint, siteSystemRoles } from "@/lib/db/schema";

const holding = (db: Database, serverId: string, token?: number) =>
  db
    .select({ token: serviceConnectionPoint.holderToken })
    .from(serviceConnectionPoint)
    .innerJoin(siteSystemRoles, eq(siteSystemRoles.id, serviceConnectionPoint.roleId))
    .where(
      and(
        eq(siteSystemRoles.serverId, serverId),
        token === undefined ? undefined : eq(serviceConnectionPoint.holderToken, token),
      ),
    );

/** @returns the token of the present holding; null when the server does not hold the service connection point */
export async function readHolderToken(db: Database, serverId: string): Promise<number | null> {
  return (await holding(db, serverId))[0]?.token ?? null;
}

/**
 * Whether the server holds the role under this token. The role cannot change hands before `tx` ends: who moves it
 * changes its key, and waits for this lock; what only changes its settings does not.
 */
export async function holdRole(tx: Database, serverId: string, token: number): Promise<boolean> {
  const rows = await holding(tx, serverId, token).for("key share", { of: serviceConnectionPoint });
  return rows.length > 0;
}
