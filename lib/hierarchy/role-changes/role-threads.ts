import { and, eq, inArray } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { componentThreads, executives, siteSystemServers } from "@/lib/db/schema";
import type { ComponentName, ThreadContext } from "@/lib/executive/component-thread";
import { isResponding } from "@/lib/executive/responding";

/** The threads that run where the role is. `role-threads.test.ts` holds it against the list of all components. */
export const ROLE_COMPONENTS = [
  "SMS_DMP_DOWNLOADER",
  "SMS_DMP_UPLOADER",
  "SMS_CLOUDCONNECTION",
  "SMS_SERVICE_CONNECTOR",
  "SMS_MP_FILE_DISPATCH_MANAGER",
] as const satisfies readonly ComponentName[];

/** What the server last said of its threads of the role; one never started is not among them. */
export function readRoleThreads(db: Database, serverId: string) {
  return db
    .select({ component: componentThreads.component, state: componentThreads.state })
    .from(componentThreads)
    .where(
      and(eq(componentThreads.serverId, serverId), inArray(componentThreads.component, [...ROLE_COMPONENTS])),
    );
}

/** Whether the server's executive reported lately; what it said before is no longer true otherwise. */
export async function serverResponds({ db }: Pick<ThreadContext, "db">, serverId: string): Promise<boolean> {
  const [server] = await db
    .select({ responding: isResponding() })
    .from(siteSystemServers)
    .leftJoin(executives, eq(executives.id, siteSystemServers.executiveId))
    .where(eq(siteSystemServers.id, serverId));
  return server?.responding ?? false;
}
