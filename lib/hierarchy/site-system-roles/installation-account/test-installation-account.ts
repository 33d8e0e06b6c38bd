import { eq } from "drizzle-orm";
import { z } from "zod";
import { actorName } from "@/lib/context";
import { siteSystemServers } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { askServer } from "@/lib/server-tasks/ask-server";
import { defineCommand } from "@/lib/use-case";
import { TEST_TRANSFER } from "./test-transfer.order";

/** **Test transfer**: a real one from the site system to its site server. The value names its task. */
export const testInstallationAccount = defineCommand({
  name: "test-installation-account",
  action: "role.manage",
  input: z.object({ serverId: z.guid() }),
  async run({ db, clock, actor }, { serverId }) {
    const [server] = await db
      .select({ id: siteSystemServers.id })
      .from(siteSystemServers)
      .where(eq(siteSystemServers.id, serverId));
    if (!server) return fail("server-not-found");
    const task = { serverId, input: {}, requestedBy: actorName(actor) };
    return ok({ taskId: await askServer(db, clock, TEST_TRANSFER, task) });
  },
  audit: () => null,
});
