import { and, eq } from "drizzle-orm";
import { fileExchangeEndpoints, siteSystemRoles } from "@/lib/db/schema";
import { SITE_SERVER_ROLE } from "../../../model";
import { notApplicable, passed, type RoleCheck } from "../model";

/** The new server gives its payloads to the site server, at an address of its own. */
export const fileTransfer: RoleCheck = {
  id: "file-transfer",
  topics: ["replication"],
  cure: "/hierarchy/servers",
  async look({ db, change }) {
    const serverId = change.toServerId ?? "";
    const [siteServer] = await db
      .select({ id: siteSystemRoles.id })
      .from(siteSystemRoles)
      .where(and(eq(siteSystemRoles.serverId, serverId), eq(siteSystemRoles.role, SITE_SERVER_ROLE)));
    if (siteServer) return notApplicable("role-on-site-server");
    const [endpoint] = await db
      .select({ url: fileExchangeEndpoints.url })
      .from(fileExchangeEndpoints)
      .where(eq(fileExchangeEndpoints.serverId, serverId));
    return endpoint?.url ? passed({ url: endpoint.url }, "files-offered") : null;
  },
};
