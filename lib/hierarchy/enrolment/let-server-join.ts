import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { actorName, type Ctx } from "@/lib/context";
import { publish } from "@/lib/db/events";
import { serverEnrolments, siteSystemServers } from "@/lib/db/schema";
import { fail, ok, type Result } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { hashJoinSecret, makeJoinSecret, writeJoinToken } from "./join-token";
import { TOKEN_VALID_MS } from "./model";

export interface InvitedServer {
  fqdn: string;
  siteCode: string;
  /** Shown once: what is stored cannot be used. */
  token: string;
  expiresAt: Date;
}

/**
 * Makes the one-time token with which a server on a machine of its own joins the hierarchy. One that still waited is
 * replaced. Until it is used, cancelled or expired nobody else begins to host the server.
 */
export const letServerJoin = defineCommand({
  name: "let-server-join",
  action: "role.manage",
  input: z.object({
    serverId: z.guid(),
    /** Origin of the portal as the server reaches it, and what it is known by if no authority vouches for it. */
    portal: z.object({ url: z.url({ protocol: /^https?$/ }), pin: z.string().optional() }),
  }),
  async run(ctx, { serverId, portal }): Promise<Result<InvitedServer, "server-not-found" | "server-joined">> {
    const { db, clock, actor } = ctx;
    const [server] = await db
      .select({ fqdn: siteSystemServers.fqdn, siteCode: siteSystemServers.siteCode })
      .from(siteSystemServers)
      .where(eq(siteSystemServers.id, serverId))
      // Two invitations at once follow one another; the second replaces the first.
      .for("update");
    if (!server) return fail("server-not-found");
    const open = await endOpenToken(ctx, serverId);
    if (open === "joined") return fail("server-joined", { params: { server: server.fqdn } });
    const secret = makeJoinSecret();
    const now = clock.now();
    const expiresAt = new Date(now.getTime() + TOKEN_VALID_MS);
    await db.insert(serverEnrolments).values({
      serverId,
      tokenHash: hashJoinSecret(secret),
      createdAt: now,
      createdBy: actorName(actor),
      expiresAt,
    });
    await publish(db, { topic: "sites", key: serverId });
    const token = writeJoinToken({ portal: portal.url, secret, ...(portal.pin ? { pin: portal.pin } : {}) });
    return ok({ ...server, token, expiresAt });
  },
  audit: ({ serverId }, { fqdn, siteCode }) => ({
    messageId: 60055,
    objectType: "site-system-server",
    objectId: serverId,
    strings: [fqdn, siteCode, "join-allowed"],
  }),
});

/** Takes back a token that nobody has used. @returns what the server's open enrolment was */
export async function endOpenToken(
  { db, clock, actor }: Ctx,
  serverId: string,
): Promise<"joined" | "waiting" | "none"> {
  const [open] = await db
    .select({ id: serverEnrolments.id, joinedAt: serverEnrolments.joinedAt })
    .from(serverEnrolments)
    .where(and(eq(serverEnrolments.serverId, serverId), isNull(serverEnrolments.endedAt)))
    .for("update");
  if (!open) return "none";
  if (open.joinedAt) return "joined";
  await db
    .update(serverEnrolments)
    .set({ endedAt: clock.now(), endedBy: actorName(actor) })
    .where(eq(serverEnrolments.id, open.id));
  return "waiting";
}
