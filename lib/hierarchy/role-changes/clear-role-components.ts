import { and, eq, inArray } from "drizzle-orm";
import { Minute } from "@/lib/clock";
import { publish } from "@/lib/db/events";
import { componentThreads } from "@/lib/db/schema";
import { asOwner } from "@/lib/executive/as-owner";
import type { RoleChangeStepContext } from "./model";
import { ROLE_COMPONENTS, readRoleThreads, serverResponds } from "./role-threads";

/** Of threads to end once their role is gone. */
const END_LIMIT = 2 * Minute.ms;

type Step = Pick<RoleChangeStepContext<unknown, Record<string, unknown>>, "change" | "thread" | "until">;

/** Component Status forgets the threads of the server that gave the role. */
export async function clearRoleComponents(step: Step): Promise<undefined> {
  if (step.change.fromServerId) await clearComponentsOf(step, step.change.fromServerId);
  return undefined;
}

/** Component Status forgets the threads of a role that the server does not hold any more, once they have ended. */
export async function clearComponentsOf(
  { thread, until }: Pick<Step, "thread" | "until">,
  serverId: string,
): Promise<void> {
  await until({
    topics: ["components"],
    limitMs: END_LIMIT,
    late: "threads-not-ended",
    async look() {
      const threads = await readRoleThreads(thread.db, serverId);
      const haveEnded = threads.every(({ state }) => state === "stopped" || state === "failed");
      return haveEnded || !(await serverResponds(thread, serverId)) ? true : null;
    },
  });
  await asOwner(thread, async (tx) => {
    await tx
      .delete(componentThreads)
      .where(
        and(
          eq(componentThreads.serverId, serverId),
          inArray(componentThreads.component, [...ROLE_COMPONENTS]),
        ),
      );
    await publish(tx, { topic: "components", key: serverId });
  });
}
