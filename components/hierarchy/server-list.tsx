"use client";

import { Server } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { SiteRow } from "@/lib/hierarchy/model";
import { RoleBadge } from "./role-badge";

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
            <Link
              href={`/hierarchy/servers/${server.id}`}
              className="min-w-0 break-all rounded-sm text-accent-ink hover:underline"
            >
              {server.fqdn}
            </Link>
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
