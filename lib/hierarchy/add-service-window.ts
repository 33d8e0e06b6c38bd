import { count, eq } from "drizzle-orm";
import { actorName } from "@/lib/context";
import { publish } from "@/lib/db/events";
import { serviceWindows, sites } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { SITE_TYPE } from "./model";
import { addServiceWindowInput } from "./service-window-input";

/** More would be a calendar; whether a site may install is looked up often. */
const WINDOWS_AT_MOST = 50;

/** Gives a site a service window. Secondary sites have none (reference/updates.md §12). */
export const addServiceWindow = defineCommand({
  name: "add-service-window",
  action: "service-windows.manage",
  input: addServiceWindowInput,
  async run(ctx, { siteCode, ...window }) {
    const [site] = await ctx.db
      .select({ type: sites.type })
      .from(sites)
      .where(eq(sites.siteCode, siteCode))
      .for("update");
    if (!site) return fail("site-not-found", { field: "siteCode", params: { site: siteCode } });
    if (site.type === SITE_TYPE.secondary)
      return fail("secondary-has-no-service-window", { field: "siteCode", params: { site: siteCode } });
    const [there] = await ctx.db
      .select({ count: count() })
      .from(serviceWindows)
      .where(eq(serviceWindows.siteCode, siteCode));
    if ((there?.count ?? 0) >= WINDOWS_AT_MOST)
      return fail("too-many-service-windows", { params: { site: siteCode, max: WINDOWS_AT_MOST } });
    const [added] = await ctx.db
      .insert(serviceWindows)
      .values({ siteCode, ...window, createdBy: actorName(ctx.actor), createdAt: ctx.clock.now() })
      .returning({ id: serviceWindows.id });
    if (!added) throw new Error("the service window was not stored");
    await publish(ctx.db, { topic: "sites", key: siteCode });
    return ok({ id: added.id, siteCode });
  },
  audit: ({ siteCode, name }, { id }) => ({
    messageId: 60046,
    objectType: "service-window",
    objectId: id,
    strings: [siteCode, name, "added"],
  }),
});
