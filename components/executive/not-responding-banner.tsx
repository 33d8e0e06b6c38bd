"use client";

import { useFormatter, useTranslations } from "next-intl";
import { Banner } from "@/components/ui/banner";
import type { ComponentRow } from "@/lib/executive/model";

/** Names the servers whose executive was not heard from lately, and what that means for the page. */
export function NotRespondingBanner({ components }: { components: readonly ComponentRow[] }) {
  const t = useTranslations("componentsPage.notResponding");
  const format = useFormatter();
  const silent = components.filter((row) => !row.executiveResponding).map((row) => row.serverFqdn);
  const servers = [...new Set(silent)].sort();
  if (servers.length === 0) return null;
  return (
    <Banner tone="danger" live className="mb-4" title={t("title", { count: servers.length })}>
      {t("text", { servers: format.list(servers) })}
    </Banner>
  );
}
