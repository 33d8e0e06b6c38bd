import { sql } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { publish } from "@/lib/db/events";
import type { ComponentName } from "./component-thread";
import type { ComponentState } from "./model";
import type { ServerLease } from "./server-lease";

/** What a thread is at this moment, as the database shall know it. */
export interface ThreadSnapshot {
  lease: ServerLease;
  component: ComponentName;
  state: ComponentState;
  type: 0 | 1 | 2;
  threadId: number | null;
  startedAt: Date | null;
  stoppedAt: Date | null;
  heartbeatAt: Date | null;
  nextScheduledAt: Date | null;
  lastError: string | null;
}

export interface Reporting {
  snapshot(): ThreadSnapshot;
}

/**
 * Writes what threads are into the database: one statement for any number of threads, effective only for servers
 * whose lease the writer still holds. Writes follow one another and take their snapshot when their turn comes, so
 * that an older state never overwrites a newer one.
 */
export class ThreadReports {
  private writing: Promise<unknown> = Promise.resolve();

  constructor(private readonly db: Database) {}

  /** A change a reader should see at once. */
  changed(thread: Reporting): Promise<void> {
    return this.inTurn(async () => {
      const { lease, component } = thread.snapshot();
      await this.write([thread]);
      await publish(this.db, { topic: "components", key: `${lease.serverId}/${component}` });
    });
  }

  /** The regular heartbeat; readers find it when they look. */
  heartbeat(threads: readonly Reporting[]): Promise<void> {
    return this.inTurn(() => this.write(threads));
  }

  /** A report that fails (the database restarts) is made good by the next heartbeat, which carries the state too. */
  private inTurn(write: () => Promise<void>): Promise<void> {
    const turn = this.writing.then(write);
    this.writing = turn.catch(() => {});
    return turn;
  }

  private async write(threads: readonly Reporting[]): Promise<void> {
    if (threads.length === 0) return;
    const rows = threads.map((thread) => {
      const { lease, ...row } = thread.snapshot();
      return { ...row, serverId: lease.serverId, executiveId: lease.executiveId, token: lease.token };
    });
    await this.db.execute(sql`
      insert into component_threads as t (server_id, component, state, type, thread_id, started_at, stopped_at,
                                          heartbeat_at, next_scheduled_at, last_error)
      select r."serverId", r.component, r.state, r.type, r."threadId", r."startedAt", r."stoppedAt",
             r."heartbeatAt", r."nextScheduledAt", r."lastError"
        from json_to_recordset(${JSON.stringify(rows)}::json) as r(
               "serverId" uuid, "executiveId" uuid, "token" bigint, component text, state text, type int,
               "threadId" int, "startedAt" timestamptz, "stoppedAt" timestamptz, "heartbeatAt" timestamptz,
               "nextScheduledAt" timestamptz, "lastError" text)
        join site_system_servers v
          on v.id = r."serverId" and v.executive_id = r."executiveId" and v.lease_token = r."token"
      on conflict (server_id, component) do update
        set state = excluded.state, type = excluded.type, thread_id = excluded.thread_id,
            started_at = excluded.started_at, stopped_at = excluded.stopped_at,
            heartbeat_at = coalesce(excluded.heartbeat_at, t.heartbeat_at),
            next_scheduled_at = excluded.next_scheduled_at, last_error = excluded.last_error`);
  }
}
