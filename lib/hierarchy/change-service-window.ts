import { eq } from "drizzle-orm";
import { publish } from "@/lib/db/events";
import { serviceWindows } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { changeServiceWindowInput } from "./service-window-input";

/** Changes a service window; a site that waits for it looks again. */
export const changeServiceWindow = defineCommand({
  name: "change-service-window",
  action: "service-windows.manage",
  input: changeServiceWindowInput,
  async run(ctx, { id, ...window }) {
    const [changed] = await ctx.db
      .update(serviceWindows)
      .set(window)
      .where(eq(serviceWindows.id, id))
      .returning({ siteCode: serviceWindows.siteCode });
    if (!changed) return fail("service-window-not-found");
    await publish(ctx.db, { topic: "sites", key: changed.siteCode });
    return ok({ id, siteCode: changed.siteCode });
  },
  audit: ({ id, name }, { siteCode }) => ({
    messageId: 60046,
    objectType: "service-window",
    objectId: id,
    strings: [siteCode, name, "changed"],
  }),
});
