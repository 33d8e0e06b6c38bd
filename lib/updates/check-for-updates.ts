import { eq } from "drizzle-orm";
import { z } from "zod";
import { type CloudRefusal, whyNotOnline } from "@/lib/connectivity/running-mode";
import { actorName } from "@/lib/context";
import type { Database } from "@/lib/db/connection";
import { serviceConnectionPoint, siteSystemRoles, siteSystemServers } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { readCheck, requestCheck } from "./check-record";

/** **Check for Updates**: SMS_DMP_DOWNLOADER fetches the catalogue now instead of at its next hour. */
export const checkForUpdates = defineCommand({
  name: "check-for-updates",
  action: "updates.check",
  input: z.object({}).optional(),
  async run(ctx) {
    const refusal: CloudRefusal | null = await whyNotOnline(ctx.db);
    if (refusal) return fail(refusal);
    const requestedAt = (await readCheck(ctx.db))?.requestedAt;
    const siteCode = await siteOfRole(ctx.db);
    if (requestedAt) return ok({ requestedAt, siteCode, alreadyRequested: true });
    const now = ctx.clock.now();
    await requestCheck(ctx.db, now, actorName(ctx.actor));
    return ok({ requestedAt: now, siteCode, alreadyRequested: false });
  },
  audit: (_input, { siteCode, alreadyRequested }) =>
    alreadyRequested
      ? null
      : { messageId: 60010, objectType: "site", objectId: siteCode, strings: [siteCode] },
});

async function siteOfRole(db: Database): Promise<string> {
  const [site] = await db
    .select({ siteCode: siteSystemServers.siteCode })
    .from(serviceConnectionPoint)
    .innerJoin(siteSystemRoles, eq(siteSystemRoles.id, serviceConnectionPoint.roleId))
    .innerJoin(siteSystemServers, eq(siteSystemServers.id, siteSystemRoles.serverId));
  return site?.siteCode ?? "";
}
