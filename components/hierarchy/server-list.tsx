"use client";

import { RadioTower, Server } from "lucide-react";
import { useTranslations } from "next-intl";
import type { SiteRow } from "@/lib/hierarchy/model";
import { Badge } from "../ui/badge";

/** The product's name of the service connection point role. */
const SERVICE_CONNECTION_POINT_ROLE = "SMS Dmp Connector";

/** The site system servers of a site, each with its roles. */
export function ServerList({ servers }: { servers: SiteRow["servers"] }) {
  const t = useTranslations("role.hierarchy");
  if (servers.length === 0) return <p className="px-4 py-3 text-muted">{t("noServers")}</p>;
  return (
    <ul aria-label={t("servers")} className="divide-y divide-line">
      {servers.map((server) => (
        <li key={server.id} className="flex flex-wrap items-center gap-x-4 gap-y-1.5 px-4 py-2">
          <span className="inline-flex min-w-0 items-center gap-2 sm:min-w-56">
            <Server aria-hidden className="size-4 shrink-0 text-muted" />
            <span className="min-w-0 break-all">{server.fqdn}</span>
          </span>
          <span className="flex flex-wrap gap-1.5">
            {server.roles.length === 0 ? <span className="text-muted text-sm">{t("noRoles")}</span> : null}
            {server.roles.map((role) => (
              <RoleBadge key={role} role={role} />
            ))}
          </span>
        </li>
      ))}
    </ul>
  );
}

function RoleBadge({ role }: { role: string }) {
  const t = useTranslations("role.hierarchy.roles");
  // Roles that this product does not manage are named as the product names them.
  const name = t.has(role) ? t(role) : role;
  if (role !== SERVICE_CONNECTION_POINT_ROLE) return <Badge>{name}</Badge>;
  return (
    <Badge tone="accent">
      <RadioTower aria-hidden className="size-3" />
      {name}
    </Badge>
  );
}
