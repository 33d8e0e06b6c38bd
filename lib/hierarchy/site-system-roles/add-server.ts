import { eq } from "drizzle-orm";
import { z } from "zod";
import type { Ctx } from "@/lib/context";
import { constraintOf } from "@/lib/db/constraint-of";
import { publish } from "@/lib/db/events";
import { siteSystemRoles, siteSystemServers, sites } from "@/lib/db/schema";
import { type Failure, fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { PASSIVE_SITE_SERVER_ROLE, SITE_SYSTEM_ROLES, SITE_TYPE } from "../model";
import { whyNoPassiveSiteServer } from "./passive-site-server";
import { fullyQualifiedName } from "./server-name";

/**
 * *Create Site System Server*: the hierarchy knows it from now on; it works as soon as its executive has joined. The
 * service connection point is given to it afterwards, when it can be asked whether it meets what that needs.
 */
export const addServer = defineCommand({
  name: "add-server",
  action: "role.manage",
  input: z.object({
    fqdn: fullyQualifiedName,
    siteCode: z.string().length(3),
    internetFqdn: fullyQualifiedName.nullable(),
    /** A site server in passive mode, beside the site's active one (reference/role.md §8.4). */
    passiveSiteServer: z.boolean(),
  }),
  async run(ctx, { fqdn, siteCode, internetFqdn, passiveSiteServer }) {
    const refusal = await whyNot(ctx, { fqdn, siteCode });
    if (refusal) return refusal;
    const passive = passiveSiteServer ? await whyNoPassiveSiteServer(ctx.db, siteCode) : null;
    if (passive) return passive;
    const server = await insertServer(ctx.db, { fqdn, siteCode, internetFqdn });
    if (!server) return fail("server-exists", { field: "fqdn", params: { server: fqdn, site: siteCode } });
    const roles = passiveSiteServer ? [...SITE_SYSTEM_ROLES, PASSIVE_SITE_SERVER_ROLE] : SITE_SYSTEM_ROLES;
    await ctx.db.insert(siteSystemRoles).values(roles.map((role) => ({ serverId: server.id, role })));
    await publish(ctx.db, { topic: "sites" });
    await publish(ctx.db, { topic: "role", key: fqdn });
    return ok({ serverId: server.id, fqdn });
  },
  audit: ({ siteCode }, { fqdn }) => ({
    messageId: 60040,
    objectType: "site-system-server",
    objectId: fqdn,
    strings: [fqdn, siteCode, "create server"],
  }),
});

async function whyNot(
  { db }: Ctx,
  { fqdn, siteCode }: { fqdn: string; siteCode: string },
): Promise<Failure<
  "site-not-found" | "secondary-site-server" | "server-exists" | "server-of-another-site"
> | null> {
  const [site] = await db.select({ type: sites.type }).from(sites).where(eq(sites.siteCode, siteCode));
  if (!site) return fail("site-not-found", { field: "siteCode", params: { site: siteCode } });
  if (site.type === SITE_TYPE.secondary)
    return fail("secondary-site-server", { field: "siteCode", params: { site: siteCode } });
  const [known] = await db
    .select({ site: siteSystemServers.siteCode })
    .from(siteSystemServers)
    .where(eq(siteSystemServers.fqdn, fqdn));
  if (!known) return null;
  const about = { field: "fqdn", params: { server: fqdn, site: known.site } };
  return known.site === siteCode ? fail("server-exists", about) : fail("server-of-another-site", about);
}

/** @returns null when somebody else was quicker */
async function insertServer(
  db: Ctx["db"],
  values: { fqdn: string; siteCode: string; internetFqdn: string | null },
): Promise<{ id: string } | null> {
  try {
    const [server] = await db
      .insert(siteSystemServers)
      .values(values)
      .returning({ id: siteSystemServers.id });
    return server ?? null;
  } catch (error) {
    if (constraintOf(error) === "site_system_servers_fqdn_unique") return null;
    throw error;
  }
}
