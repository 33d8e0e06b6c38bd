"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { RoleStatus } from "@/lib/hierarchy/model";
import type { AlertRow } from "@/lib/status/model";
import { activeAlerts } from "../alerts/active-alerts";
import { ModeBadge } from "../role/mode-badge";
import { StatusBadge } from "../ui/badge";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { KeyValueList } from "../ui/key-value";
import { RelativeTime } from "../ui/relative-time";

/** The role at a glance. @param alerts null: the reader may not see them */
export function RoleCard({ status, alerts }: { status: RoleStatus; alerts: readonly AlertRow[] | null }) {
  const t = useTranslations();
  const missed = activeAlerts(alerts ?? []).filter(({ code }) => code === "endpoints.unreachable").length;
  const { role } = status;
  return (
    <Card
      title={t("shell.nav.serviceConnectionPoint")}
      actions={
        <Button asChild size="sm" variant="ghost" className="-mr-2.5">
          <Link href="/service-connection-point">{t("overview.properties")}</Link>
        </Button>
      }
    >
      {role ? (
        <KeyValueList
          items={[
            { label: t("role.facts.server"), value: role.serverFqdn },
            { label: t("role.facts.site"), value: `${role.siteCode} – ${role.siteName}` },
            {
              label: t("role.facts.runningMode"),
              value: (
                <span className="flex flex-wrap items-center gap-1.5">
                  <ModeBadge mode={role.runningMode} />
                  {role.pendingRestart ? (
                    <StatusBadge tone="warning">{t("role.pendingRestart.badge")}</StatusBadge>
                  ) : null}
                </span>
              ),
            },
            ...(role.pendingRestart
              ? [{ label: t("role.facts.configuredMode"), value: <ModeBadge mode={role.configuredMode} /> }]
              : []),
            ...(missed > 0
              ? [
                  {
                    label: t("shell.nav.endpoints"),
                    value: (
                      <Link href="/endpoints?state=failed" className="rounded-sm hover:underline">
                        <StatusBadge tone="danger">
                          {t("endpointsPage.feature.failed", { count: missed })}
                        </StatusBadge>
                      </Link>
                    ),
                  },
                ]
              : []),
            { label: t("role.facts.environment"), value: role.environmentName },
            {
              label: t("role.facts.lastConnection"),
              value: role.lastCloudConnectionAt ? (
                <RelativeTime at={role.lastCloudConnectionAt} />
              ) : (
                t("common.never")
              ),
            },
          ]}
        />
      ) : (
        <p className="text-muted">{t("role.notInstalled.text")}</p>
      )}
    </Card>
  );
}
