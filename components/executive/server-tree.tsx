"use client";

import { FolderCog, Network, Server } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import type { ComponentRow } from "@/lib/executive/model";

/** The tree of the Service Manager: site, its servers, their components. Choosing a node narrows the list. */
export function ServerTree({
  components,
  server,
  onServer,
}: {
  components: readonly ComponentRow[];
  /** Fully qualified name; empty for all servers. */
  server: string;
  onServer(server: string): void;
}) {
  const t = useTranslations("componentsPage.manager");
  const sites = Map.groupBy(components, (row) => row.siteCode);
  return (
    <nav aria-label={t("tree")} className="text-base">
      <TreeNode current={server === ""} onChoose={() => onServer("")} icon={<Network aria-hidden />}>
        {t("allServers")}
      </TreeNode>
      <ul>
        {[...sites.keys()].sort().map((siteCode) => (
          <li key={siteCode}>
            <p className="flex items-center gap-2 px-2 pt-2 pb-1 font-semibold text-muted text-sm">
              {siteCode}
            </p>
            <ul className="ml-2 border-line border-l pl-1">
              {serversOf(sites.get(siteCode) ?? []).map(({ fqdn, count }) => (
                <li key={fqdn}>
                  <TreeNode
                    current={server === fqdn}
                    onChoose={() => onServer(fqdn)}
                    icon={<Server aria-hidden />}
                  >
                    <span className="min-w-0 flex-1 truncate" title={fqdn}>
                      {fqdn}
                    </span>
                    <span className="flex items-center gap-1 text-muted text-xs tabular-nums">
                      <FolderCog aria-hidden className="size-3.5" />
                      <span className="sr-only">{t("componentsNode")}:</span> {count}
                    </span>
                  </TreeNode>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function TreeNode({
  current,
  onChoose,
  icon,
  children,
}: {
  current: boolean;
  onChoose(): void;
  icon: ReactNode;
  children: ReactNode;
}) {
  return (
    <button
      type="button"
      aria-current={current ? "true" : undefined}
      onClick={onChoose}
      className={cn(
        "flex min-h-8 w-full items-center gap-2 rounded-md px-2 text-left hover:bg-hover [&>svg]:size-4 [&>svg]:shrink-0",
        current && "bg-accent-soft font-medium text-accent-ink",
      )}
    >
      {icon}
      {children}
    </button>
  );
}

function serversOf(rows: readonly ComponentRow[]): { fqdn: string; count: number }[] {
  const byServer = Map.groupBy(rows, (row) => row.serverFqdn);
  return [...byServer]
    .map(([fqdn, own]) => ({ fqdn, count: own.length }))
    .sort((a, b) => a.fqdn.localeCompare(b.fqdn));
}
