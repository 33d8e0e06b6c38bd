import { eq, inArray } from "drizzle-orm";
import { z } from "zod";
import { whyNotOnline } from "@/lib/connectivity/running-mode";
import { actorName } from "@/lib/context";
import { publish } from "@/lib/db/events";
import { offlineRequests, updatePackages } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";

/**
 * **Prepare** (reference/updates.md §17): SMS_DMP_DOWNLOADER packs usage data and request. While one waits, asking
 * again gives that one.
 */
export const prepareOfflineRequest = defineCommand({
  name: "prepare-offline-request",
  action: "offline.prepare",
  input: z.object({
    /** Updates to bring, beside those the tool chooses. */
    wants: z.array(z.guid().toLowerCase()).max(100).default([]),
  }),
  async run(ctx, { wants }) {
    const refusal = await whyNotOnline(ctx.db);
    if (refusal === null) return fail("offline-mode-required");
    if (refusal !== "role-offline") return fail(refusal);
    const known = await ctx.db
      .select({ packageGuid: updatePackages.packageGuid })
      .from(updatePackages)
      .where(inArray(updatePackages.packageGuid, wants));
    if (known.length < new Set(wants).size) return fail("update-not-found");
    const [waiting] = await ctx.db
      .select({ requestId: offlineRequests.requestId })
      .from(offlineRequests)
      .where(eq(offlineRequests.state, "waiting"));
    if (waiting) return ok({ requestId: waiting.requestId, alreadyRequested: true });
    const [made] = await ctx.db
      .insert(offlineRequests)
      .values({ requestedBy: actorName(ctx.actor), requestedAt: ctx.clock.now(), wants })
      .returning({ requestId: offlineRequests.requestId });
    if (!made) throw new Error("the request was not inserted");
    await publish(ctx.db, { topic: "offline", key: made.requestId });
    return ok({ requestId: made.requestId, alreadyRequested: false });
  },
  audit: ({ wants }, { requestId, alreadyRequested }) =>
    alreadyRequested
      ? null
      : {
          messageId: 60018,
          objectType: "offline-request",
          objectId: requestId,
          strings: ["", "", String(wants.length)],
        },
});
