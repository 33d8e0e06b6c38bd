import { and, eq, isNotNull, isNull } from "drizzle-orm";
import { z } from "zod";
import { actorName, type Ctx } from "@/lib/context";
import { publish } from "@/lib/db/events";
import { fileExchangeEndpoints, sealingKeys, serverEnrolments, siteSystemServers } from "@/lib/db/schema";
import { fenceOff } from "@/lib/executive/server-lease";
import { fail, ok } from "@/lib/result";
import { defineCommand, type UseCase } from "@/lib/use-case";
import { closeServerLogin, removeEndedLogins } from "./server-login";

const endEnrolment = defineCommand({
  name: "revoke-server",
  action: "role.manage",
  input: z.object({ serverId: z.guid() }),
  async run(ctx, { serverId }) {
    const { db, clock, actor } = ctx;
    const [server] = await db
      .select({ fqdn: siteSystemServers.fqdn, siteCode: siteSystemServers.siteCode })
      .from(siteSystemServers)
      .where(eq(siteSystemServers.id, serverId));
    if (!server) return fail("server-not-found");
    const [enrolment] = await db
      .update(serverEnrolments)
      .set({ endedAt: clock.now(), endedBy: actorName(actor) })
      .where(
        and(
          eq(serverEnrolments.serverId, serverId),
          isNotNull(serverEnrolments.joinedAt),
          isNull(serverEnrolments.endedAt),
        ),
      )
      .returning({ login: serverEnrolments.login });
    if (!enrolment?.login) return fail("server-not-joined", { params: { server: server.fqdn } });
    await closeServerLogin(db, enrolment.login);
    await db.delete(sealingKeys).where(eq(sealingKeys.serverId, serverId));
    await db.delete(fileExchangeEndpoints).where(eq(fileExchangeEndpoints.serverId, serverId));
    await fenceOff(db, serverId);
    await publish(db, { topic: "sites", key: serverId });
    return ok(server);
  },
  audit: ({ serverId }, { fqdn, siteCode }) => ({
    messageId: 60055,
    objectType: "site-system-server",
    objectId: serverId,
    strings: [fqdn, siteCode, "revoked"],
  }),
});

/**
 * Takes a joined server's place in the hierarchy from its executive: its login and its connections end, its keys are
 * forgotten, and nobody hosts it until it joins again with a new token.
 */
export const revokeServer: typeof endEnrolment = Object.assign(
  async (ctx: Ctx, input: unknown) => {
    const ended = await endEnrolment(ctx, input);
    // Only now: who is cut off before the transaction ends could come back with the login it still has.
    if (ended.ok) await removeEndedLogins(ctx.db);
    return ended;
  },
  { useCaseName: endEnrolment.useCaseName, action: endEnrolment.action } satisfies Pick<
    UseCase<unknown, string>,
    "useCaseName" | "action"
  >,
);
