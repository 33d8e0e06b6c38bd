import { eq } from "drizzle-orm";
import { z } from "zod";
import { siteSystemServers } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { defineQuery } from "@/lib/use-case";
import { readSiteSystemServers } from "./list-servers";

/** A site system server: its site, its roles and the executive that hosts it. */
export const getServer = defineQuery({
  name: "get-server",
  action: "role.view",
  input: z.object({ serverId: z.guid() }),
  async run(ctx, { serverId }) {
    const [server] = await readSiteSystemServers(ctx, eq(siteSystemServers.id, serverId));
    return server ? ok(server) : fail("server-not-found");
  },
});
