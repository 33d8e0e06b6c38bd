"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { RoleStatus } from "@/lib/hierarchy/model";
import { useLiveQuery } from "../live/use-live-query";
import { roleHealth } from "../role/role-health";
import { StatusBadge } from "../ui/badge";

/** Site code and state of the role, on every page. */
export function RoleChip({ initial }: { initial: RoleStatus }) {
  const t = useTranslations("shell");
  const { data = initial } = useLiveQuery("getRoleStatus", {}, { initialData: initial });
  const health = roleHealth(data);
  return (
    <Link
      href="/service-connection-point"
      className="flex min-w-0 items-center gap-2 rounded-full hover:opacity-85"
    >
      {data.role ? (
        <span className="hidden rounded-sm border border-line bg-surface px-1.5 py-px font-mono font-semibold text-muted text-sm sm:inline">
          <span className="sr-only">{t("site")} </span>
          {data.role.siteCode}
        </span>
      ) : null}
      <StatusBadge tone={health.tone} className="whitespace-nowrap">
        {t(`roleHealth.${health.key}`)}
      </StatusBadge>
    </Link>
  );
}
