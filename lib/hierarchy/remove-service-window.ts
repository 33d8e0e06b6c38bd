import { eq } from "drizzle-orm";
import { z } from "zod";
import { publish } from "@/lib/db/events";
import { serviceWindows } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";

/** Removes a service window. A site that loses its last one may install at any time. */
export const removeServiceWindow = defineCommand({
  name: "remove-service-window",
  action: "service-windows.manage",
  input: z.object({ id: z.uuid() }),
  async run(ctx, { id }) {
    const [removed] = await ctx.db
      .delete(serviceWindows)
      .where(eq(serviceWindows.id, id))
      .returning({ siteCode: serviceWindows.siteCode, name: serviceWindows.name });
    if (!removed) return fail("service-window-not-found");
    await publish(ctx.db, { topic: "sites", key: removed.siteCode });
    return ok({ id, ...removed });
  },
  audit: ({ id }, { siteCode, name }) => ({
    messageId: 60046,
    objectType: "service-window",
    objectId: id,
    strings: [siteCode, name, "removed"],
  }),
});
