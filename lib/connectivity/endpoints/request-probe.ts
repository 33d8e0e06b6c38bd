import { eq } from "drizzle-orm";
import { z } from "zod";
import { actorName } from "@/lib/context";
import type { Database } from "@/lib/db/connection";
import { SERVICE_CONNECTION_POINT_ROLE, siteSystemRoles, siteSystemServers } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { askServer } from "@/lib/server-tasks/ask-server";
import { defineCommand } from "@/lib/use-case";
import { ENDPOINT_FEATURES } from "./model";
import { whyNotProbed } from "./probe-admission";
import { probeEndpointsTask } from "./probe-endpoints.task";

/**
 * *Test now*: asks a server to test from itself. Without a choice it tests everything that is connected.
 * @returns the id of the server task
 */
export const requestProbe = defineCommand({
  name: "request-probe",
  action: "role.manage",
  input: z.object({
    /** Left out: the server that holds the role. */
    serverId: z.uuid().optional(),
    features: z.array(z.enum(ENDPOINT_FEATURES)).min(1).optional(),
    endpoints: z.array(z.url().max(500)).min(1).max(20).optional(),
  }),
  async run({ db, clock, actor }, { serverId, ...choice }) {
    const refusal = await whyNotProbed(db);
    if (refusal) return fail(refusal);
    const server = await findServer(db, serverId);
    if (!server) return fail(serverId ? "site-system-server-not-found" : "role-not-installed");
    const requestedBy = actorName(actor);
    const input = { ...choice, trigger: "manual" as const, requestedBy };
    const taskId = await askServer(db, clock, probeEndpointsTask, {
      serverId: server.id,
      input,
      requestedBy,
    });
    return ok({ taskId, serverFqdn: server.fqdn });
  },
  audit: ({ features, endpoints }, { serverFqdn }) => ({
    messageId: 60080,
    objectType: "site-system-server",
    objectId: serverFqdn,
    strings: [serverFqdn, (endpoints ?? features ?? ["connected"]).join(", ")],
  }),
});

async function findServer(db: Database, serverId: string | undefined) {
  const servers = db
    .select({ id: siteSystemServers.id, fqdn: siteSystemServers.fqdn })
    .from(siteSystemServers);
  if (serverId) return (await servers.where(eq(siteSystemServers.id, serverId)))[0];
  const holder = servers
    .innerJoin(siteSystemRoles, eq(siteSystemRoles.serverId, siteSystemServers.id))
    .where(eq(siteSystemRoles.role, SERVICE_CONNECTION_POINT_ROLE));
  return (await holder)[0];
}
