import { eq } from "drizzle-orm";
import { z } from "zod";
import { SERVICE_CONNECTION_POINT_ROLE, siteSystemRoles, siteSystemServers } from "@/lib/db/schema";
import { LOCALES } from "@/lib/i18n/locales";
import { ok } from "@/lib/result";
import { defineQuery } from "@/lib/use-case";
import { proxyAddressOf } from "../proxy-of-server";
import { allowListCsv, allowListJson, allowListText, allowRules } from "./allow-list";
import { readEndpointNeeds } from "./endpoint-needs";
import { endpointRows } from "./endpoint-rows";
import { ENDPOINT_PARTIES } from "./model";

export const ALLOW_LIST_FORMATS = ["csv", "json", "txt"] as const;

const CONTENT_TYPES = {
  csv: "text/csv; charset=utf-8",
  json: "application/json",
  txt: "text/plain; charset=utf-8",
} as const satisfies Record<(typeof ALLOW_LIST_FORMATS)[number], string>;

/** The allow list for a firewall or a proxy, as a file: of what is connected, or of everything the version may need. */
export const exportAllowList = defineQuery({
  name: "export-allow-list",
  action: "role.view",
  input: z.object({
    format: z.enum(ALLOW_LIST_FORMATS),
    /** Left out: whoever needs it. */
    party: z.enum(ENDPOINT_PARTIES).optional(),
    scope: z.enum(["connected", "all"]).default("all"),
    locale: z.enum(LOCALES).default("en"),
  }),
  async run({ db, clock }, { format, party, scope, locale }) {
    const needs = await readEndpointNeeds(db);
    const rows = endpointRows(needs).filter(
      (row) =>
        (party === undefined || row.requiredBy.includes(party)) &&
        (scope === "all" || row.needed || needs.connected.has(row.feature)),
    );
    const rules = allowRules(rows);
    const [holder] = await db
      .select({ id: siteSystemServers.id, fqdn: siteSystemServers.fqdn })
      .from(siteSystemServers)
      .innerJoin(siteSystemRoles, eq(siteSystemRoles.serverId, siteSystemServers.id))
      .where(eq(siteSystemRoles.role, SERVICE_CONNECTION_POINT_ROLE));
    const proxy = holder ? await proxyAddressOf(db, holder.id) : null;
    const facts = {
      source: holder?.fqdn ?? null,
      proxy: proxy && `${proxy.host}:${proxy.port}`,
      siteVersion: needs.siteVersion,
      at: clock.now(),
    };
    const contents = {
      csv: () => allowListCsv(rules),
      json: () => allowListJson(rules, facts),
      txt: () => allowListText(rules, facts, locale),
    } as const satisfies Record<typeof format, () => string>;
    return ok({
      fileName: `internet-endpoints-${facts.at.toISOString().slice(0, 10)}.${format}`,
      contentType: CONTENT_TYPES[format],
      content: contents[format](),
    });
  },
});
