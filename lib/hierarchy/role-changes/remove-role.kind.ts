import { and, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import { Minute } from "@/lib/clock";
import { publish } from "@/lib/db/events";
import { componentThreads, SERVICE_CONNECTION_POINT_ROLE, siteSystemRoles } from "@/lib/db/schema";
import { asOwner } from "@/lib/executive/as-owner";
import type { RoleChangeDefinition } from "./model";
import { REMOVE_ROLE } from "./remove-role.order";
import { ROLE_COMPONENTS, readRoleThreads, serverResponds } from "./role-threads";
import { startRoleThreads, stopRoleThreads } from "./stop-role-threads";

const facts = z.object({}).partial();
type StepId = (typeof REMOVE_ROLE)["steps"][number];

/** Of threads to end once their role is gone. */
const END_LIMIT = 2 * Minute.ms;

/** *Remove Role*: its threads end first when their server answers, and the role is taken from it in any case. */
export const removeRoleKind: RoleChangeDefinition<Record<string, never>, z.infer<typeof facts>, StepId> = {
  ...REMOVE_ROLE,
  facts,
  title: "Removal of the service connection point",
  doing: {
    "stop-threads": { run: stopRoleThreads, undo: startRoleThreads },
    "take-role": {
      async commit(tx, { change }) {
        // What belongs to the role alone goes with it; secrets stay, sealed to the server that held it.
        await tx
          .delete(siteSystemRoles)
          .where(
            and(
              eq(siteSystemRoles.serverId, change.fromServerId ?? ""),
              eq(siteSystemRoles.role, SERVICE_CONNECTION_POINT_ROLE),
            ),
          );
        await publish(tx, { topic: "role" });
        return undefined;
      },
    },
    "clear-components": {
      async run({ change, thread, until }) {
        const serverId = change.fromServerId;
        if (!serverId) return undefined;
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
        return undefined;
      },
    },
  },
};
