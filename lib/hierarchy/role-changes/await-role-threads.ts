import { Minute } from "@/lib/clock";
import type { Database } from "@/lib/db/connection";
import { serviceConnectionPoint } from "@/lib/db/schema";
import type { RoleChangeStepContext } from "./model";
import { readRoleThreads, serverResponds } from "./role-threads";

type AnyStep = RoleChangeStepContext<unknown, Record<string, unknown>>;

/** Of an executive to start the threads of a role it was given. */
const START_LIMIT = 2 * Minute.ms;

/** The executive of the server that got the role starts its threads by itself; the mode it runs in is the proof. */
export async function awaitRoleThreads({
  change,
  thread,
  until,
}: Pick<AnyStep, "change" | "thread" | "until">): Promise<undefined> {
  const serverId = change.toServerId ?? "";
  await until({
    topics: ["components", "role"],
    limitMs: START_LIMIT,
    late: "threads-not-started",
    async look() {
      if (!(await serverResponds(thread, serverId))) return null;
      const threads = await readRoleThreads(thread.db, serverId);
      const downloader = threads.find(({ component }) => component === "SMS_DMP_DOWNLOADER");
      const isUp = downloader?.state === "running" && (await runningModeKnown(thread.db));
      return isUp ? true : null;
    },
  });
  return undefined;
}

async function runningModeKnown(db: Database): Promise<boolean> {
  const [role] = await db.select({ mode: serviceConnectionPoint.runningMode }).from(serviceConnectionPoint);
  return role?.mode != null;
}
