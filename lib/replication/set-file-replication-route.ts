import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { actorName } from "@/lib/context";
import { publish } from "@/lib/db/events";
import { fileReplicationRoutes, sites } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";

const PRIMARY = 2;
const siteCode = z.string().regex(/^[A-Z0-9]{3}$/);
/** Slower than this a request for one piece would time out before its end. */
const MIN_BYTES_PER_SECOND = 64 * 1024;

/** Sets how fast and when a site may send to a child primary site; two `null` take the limits away. */
export const setFileReplicationRoute = defineCommand({
  name: "set-file-replication-route",
  action: "service-windows.manage",
  input: z.object({
    sourceSiteCode: siteCode,
    destinationSiteCode: siteCode,
    bytesPerSecond: z.int().min(MIN_BYTES_PER_SECOND).nullable(),
    openHours: z
      .string()
      .regex(/^[01]{168}$/)
      .nullable(),
  }),
  async run({ db, actor, clock }, { sourceSiteCode, destinationSiteCode, ...limits }) {
    const [child] = await db
      .select({ siteCode: sites.siteCode })
      .from(sites)
      .where(
        and(
          eq(sites.siteCode, destinationSiteCode),
          eq(sites.parentSiteCode, sourceSiteCode),
          eq(sites.type, PRIMARY),
        ),
      );
    if (!child) return fail("route-not-found", { params: { sourceSiteCode, destinationSiteCode } });
    const pair = { sourceSiteCode, destinationSiteCode };
    if (limits.bytesPerSecond === null && limits.openHours === null) {
      await db
        .delete(fileReplicationRoutes)
        .where(
          and(
            eq(fileReplicationRoutes.sourceSiteCode, sourceSiteCode),
            eq(fileReplicationRoutes.destinationSiteCode, destinationSiteCode),
          ),
        );
    } else {
      const known = { ...limits, updatedAt: clock.now(), updatedBy: actorName(actor) };
      await db
        .insert(fileReplicationRoutes)
        .values({ ...pair, ...known })
        .onConflictDoUpdate({
          target: [fileReplicationRoutes.sourceSiteCode, fileReplicationRoutes.destinationSiteCode],
          set: known,
        });
    }
    await publish(db, { topic: "replication", key: destinationSiteCode });
    return ok(pair);
  },
  audit: ({ sourceSiteCode, destinationSiteCode, bytesPerSecond, openHours }) => ({
    messageId: 60045,
    objectType: "file-replication-route",
    objectId: `${sourceSiteCode}-${destinationSiteCode}`,
    strings: [sourceSiteCode, destinationSiteCode, String(bytesPerSecond ?? ""), openHours ?? ""],
  }),
});
