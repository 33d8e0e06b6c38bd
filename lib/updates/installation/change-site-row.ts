import { setTimeout as delay } from "node:timers/promises";
import { sql } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { publish } from "@/lib/db/events";
import { asOwner } from "@/lib/executive/as-owner";
import type { ThreadContext } from "@/lib/executive/component-thread";

/** How long other sessions may hold the site's row before the step says that they do. */
const LOCK_TIMEOUT_MS = 2_000;
const LOOK_INTERVAL_MS = 100;
/** SQLSTATE of a lock that was not had in time. */
const LOCK_NOT_AVAILABLE = "55P03";

export interface DatabaseBlocker {
  /** `application_name` of the session. */
  program: string;
  /** Its process id in the database server. */
  session: number;
}

/**
 * Changes the site's row in the site database (reference/updates.md §5, *Database upgrade blocked*).
 * @returns who holds the row, when it could not be had within two seconds; nothing was changed then
 */
export async function changeSiteRow(
  thread: ThreadContext,
  siteCode: string,
  change: (tx: Database) => Promise<unknown>,
): Promise<DatabaseBlocker | null> {
  let watch: { stop(): Promise<DatabaseBlocker | null> } | undefined;
  try {
    await asOwner(thread, async (tx) => {
      await tx.execute(sql.raw(`set local lock_timeout = ${LOCK_TIMEOUT_MS}`));
      const { rows } = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
      watch = watchBlockers(thread, rows[0]?.pid ?? 0);
      await change(tx);
      await publish(tx, { topic: "sites", key: siteCode });
    });
    await watch?.stop();
    return null;
  } catch (error) {
    const blocker = await watch?.stop();
    if (sqlState(error) !== LOCK_NOT_AVAILABLE) throw error;
    return blocker ?? { program: "", session: 0 };
  }
}

/** Whether nobody holds the site's row any more, without waiting for it. */
export async function isSiteRowFree({ db }: ThreadContext, siteCode: string): Promise<boolean> {
  const { rows } = await db.execute(
    sql`select 1 from sites where site_code = ${siteCode} for no key update skip locked`,
  );
  return rows.length > 0;
}

/** Who holds a row is only known while somebody waits for it: it is asked from another connection meanwhile. */
function watchBlockers({ db }: ThreadContext, pid: number) {
  const ended = new AbortController();
  let seen: DatabaseBlocker | null = null;
  const look = async () => {
    // Mostly nobody blocks, and the change is made before the first look.
    for (;;) {
      await delay(LOOK_INTERVAL_MS, undefined, { signal: ended.signal }).catch(() => {});
      if (ended.signal.aborted) return;
      const { rows } = await db.execute<{ program: string | null; session: number }>(
        sql`select application_name as program, pid as session from pg_stat_activity
             where pid = any(pg_blocking_pids(${pid})) order by pid limit 1`,
      );
      const [row] = rows;
      if (row) seen = { program: row.program ?? "", session: row.session };
    }
  };
  // Who blocks is said if it can be learned; the step itself does not depend on it.
  const looking = look().catch(() => {});
  return {
    async stop(): Promise<DatabaseBlocker | null> {
      ended.abort();
      await looking;
      return seen;
    },
  };
}

/** SQLSTATE of a failed statement, whoever wrapped it. */
function sqlState(error: unknown): string | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { code } = cause as { code?: unknown };
    if (typeof code === "string" && /^[0-9A-Z]{5}$/.test(code) && !code.startsWith("E")) return code;
  }
  return undefined;
}
