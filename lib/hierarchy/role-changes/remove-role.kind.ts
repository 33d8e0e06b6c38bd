import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { publish } from "@/lib/db/events";
import { SERVICE_CONNECTION_POINT_ROLE, siteSystemRoles } from "@/lib/db/schema";
import { clearRoleComponents } from "./clear-role-components";
import type { RoleChangeDefinition } from "./model";
import { refuseDuringUpdate } from "./refuse-during-update";
import { REMOVE_ROLE } from "./remove-role.order";
import { startRoleThreads, stopRoleThreads } from "./stop-role-threads";

const facts = z.object({}).partial();
type StepId = (typeof REMOVE_ROLE)["steps"][number];

/** *Remove Role*: its threads end first when their server answers, and the role is taken from it in any case. */
export const removeRoleKind: RoleChangeDefinition<Record<string, never>, z.infer<typeof facts>, StepId> = {
  ...REMOVE_ROLE,
  facts,
  title: "Removal of the service connection point",
  doing: {
    "stop-threads": { run: stopRoleThreads, undo: startRoleThreads },
    "take-role": {
      async commit(tx, { change }) {
        await refuseDuringUpdate(tx);
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
    "clear-components": { run: clearRoleComponents },
  },
};
