"use client";

import { BellOff } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { AlertRow } from "@/lib/status/model";
import { activeAlerts } from "../alerts/active-alerts";
import { useAlertText } from "../alerts/alert-text";
import { SeverityBadge } from "../alerts/severity-badge";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { RelativeTime } from "../ui/relative-time";

const SHOWN = 4;

export function AlertsCard({ alerts }: { alerts: readonly AlertRow[] }) {
  const t = useTranslations();
  const alertText = useAlertText();
  const active = activeAlerts(alerts);
  return (
    <Card
      title={t("overview.alerts.title")}
      actions={
        <Button asChild size="sm" variant="ghost" className="-mr-2.5">
          <Link href="/alerts">{t("overview.showAll")}</Link>
        </Button>
      }
    >
      {active.length === 0 ? (
        <p className="flex items-center gap-2 text-muted">
          <BellOff aria-hidden className="size-4" />
          {t("shell.activeAlerts", { count: 0 })}
        </p>
      ) : (
        <ul className="divide-y divide-line">
          {active.slice(0, SHOWN).map((alert) => (
            <li key={alert.id} className="space-y-1 py-2.5 first:pt-0 last:pb-0">
              <div className="flex flex-wrap items-center justify-between gap-2">
                <SeverityBadge severity={alert.severity} />
                <RelativeTime at={alert.lastRaisedAt} className="text-muted text-sm" />
              </div>
              <Link
                href={alert.link ?? "/alerts"}
                className="block rounded-sm font-medium hover:text-accent-ink hover:underline"
              >
                {alertText(alert).title}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
