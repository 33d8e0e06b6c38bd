import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { publish } from "@/lib/db/events";
import { SERVICE_CONNECTION_POINT_ROLE, serviceConnectionPoint, siteSystemRoles } from "@/lib/db/schema";
import { asOwner } from "@/lib/executive/as-owner";
import { awaitRoleThreads } from "./await-role-threads";
import { checkServer } from "./check-server";
import { clearComponentsOf } from "./clear-role-components";
import { INSTALL_ROLE } from "./install-role.order";
import { type RoleChangeDefinition, RoleChangeFailure } from "./model";
import { findRoleHolder, findServerForRole } from "./order-role-change";
import { refuseDuringUpdate } from "./refuse-during-update";

type Input = z.infer<(typeof INSTALL_ROLE)["input"]>;
const facts = z.object({}).partial();
type StepId = (typeof INSTALL_ROLE)["steps"][number];

/** *Add Site System Roles* with the service connection point: placed on the server, whose executive then starts it. */
export const installRoleKind: RoleChangeDefinition<Input, z.infer<typeof facts>, StepId> = {
  ...INSTALL_ROLE,
  facts,
  title: "Installation of the service connection point",
  doing: {
    "check-server": { run: checkServer },
    "place-role": {
      async commit(tx, { change, input, thread }) {
        await refuseDuringUpdate(tx);
        const holder = await findRoleHolder(tx);
        if (holder) throw new RoleChangeFailure("role-exists", { server: holder.fqdn });
        const server = await findServerForRole(tx, change.toServerId ?? "");
        if ("ok" in server) throw new RoleChangeFailure(server.code);
        const [role] = await tx
          .insert(siteSystemRoles)
          .values({
            serverId: server.id,
            role: SERVICE_CONNECTION_POINT_ROLE,
            installedAt: thread.clock.now(),
          })
          .returning({ id: siteSystemRoles.id });
        if (!role) throw new Error("the role was not written");
        await tx.insert(serviceConnectionPoint).values({
          roleId: role.id,
          environmentId: input.environmentId,
          configuredMode: input.mode,
          configuredModeAt: thread.clock.now(),
          configuredModeBy: change.requestedBy,
        });
        await publish(tx, { topic: "role", key: server.fqdn });
        return undefined;
      },
      async undo({ change, thread, until }) {
        await asOwner(thread, async (tx) => {
          await tx
            .delete(siteSystemRoles)
            .where(
              and(
                eq(siteSystemRoles.serverId, change.toServerId ?? ""),
                eq(siteSystemRoles.role, SERVICE_CONNECTION_POINT_ROLE),
              ),
            );
          await publish(tx, { topic: "role" });
        });
        if (change.toServerId) await clearComponentsOf({ thread, until }, change.toServerId);
      },
    },
    "start-threads": { run: awaitRoleThreads },
  },
};
