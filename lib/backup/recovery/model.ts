import type { Database } from "@/lib/db/connection";
import type { recoveries } from "@/lib/db/schema";

/**
 * The points of the after-recovery checklist, in the order in which they are best done (reference/role.md §8.2, §8.5).
 * `known`: the product sees by itself whether the point is done. `by-hand`: only the administrator knows, and ticks it.
 */
export const RECOVERY_POINTS = {
  "old-machine": { judged: "by-hand", link: null },
  settings: { judged: "by-hand", link: null },
  servers: { judged: "known", link: "/hierarchy/servers" },
  passwords: { judged: "known", link: "/settings?tab=notifications" },
  "secret-keys": { judged: "known", link: "/tenants/renew" },
  gateways: { judged: "by-hand", link: "/azure-services" },
  "check-for-updates": { judged: "known", link: "/updates" },
  content: { judged: "known", link: "/hierarchy" },
  hotfixes: { judged: "known", link: "/updates/import" },
  "new-backup": { judged: "known", link: "/backup" },
} as const satisfies Record<string, { judged: "known" | "by-hand"; link: string | null }>;

export type RecoveryPointId = keyof typeof RECOVERY_POINTS;

export const RECOVERY_POINT_IDS = Object.keys(RECOVERY_POINTS) as RecoveryPointId[];

/** `not-needed`: this site has nothing the point is about. */
export type PointState = "open" | "done" | "not-needed";

export interface PointFinding {
  state: PointState;
  /** What its sentence names: counts, servers. Never a secret. */
  params: Record<string, string | number>;
}

export interface PointFacts {
  db: Database;
  recovery: typeof recoveries.$inferSelect;
}

export type PointReader = (facts: PointFacts) => Promise<PointFinding>;

export interface RecoveryPoint extends PointFinding {
  id: RecoveryPointId;
  judged: "known" | "by-hand";
  link: string | null;
  /** Who ticked it, and when. */
  tick: { at: Date; by: string } | null;
}

export interface RecoveryView {
  id: string;
  siteCode: string;
  backupCreatedAt: Date;
  backupFolder: string;
  backupVersion: string;
  recoveredAt: Date;
  recoveredBy: string;
  hostName: string;
  keyServers: string[];
  closed: { at: Date; by: string } | null;
  points: RecoveryPoint[];
  open: number;
}

/** A finding about a list: open while there is something on it. */
export const whileAny = (names: readonly string[]): PointFinding => ({
  state: names.length > 0 ? "open" : "done",
  params: { count: names.length, names: names.slice(0, 10).join(", ") },
});
