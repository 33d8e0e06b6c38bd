import { sql } from "drizzle-orm";
import type { Database } from "./connection";

export const EVENT_CHANNEL = "scp_events";

/**
 * What may change under a reader's eyes. A topic is a React Query key prefix in the portal and a wake-up call
 * in the executive; it carries no data but the key of the thing that changed.
 */
export type EventTopic =
  | "role"
  | "updates"
  | "update-progress"
  | "replication"
  | "sites"
  | "features"
  | "components"
  | "commands"
  | "alerts"
  /** Who is told by e-mail or webhook, and what became of it. */
  | "notifications"
  | "status"
  | "sessions"
  | "usage-data"
  | "offline"
  | "azure-services"
  /** Installation, removal and move of the role. */
  | "role-changes"
  /** What a server is asked to do by itself. */
  | "server-tasks"
  | "endpoints"
  /** The backups on disk, what the backup task keeps, and the after-recovery checklist. */
  | "backups"
  /** Bytes of an upload wait for the server that holds the role; nothing a reader follows. */
  | "offline-uploads";

export interface ProductEvent {
  topic: EventTopic;
  key?: string;
}

/** Tells every listening process; delivered when the surrounding transaction commits, never before. */
export async function publish(db: Database, event: ProductEvent): Promise<void> {
  await db.execute(sql`select pg_notify(${EVENT_CHANNEL}, ${JSON.stringify(event)})`);
}
