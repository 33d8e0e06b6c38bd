"use client";

import { ArrowRight, BellOff } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Result } from "@/lib/result";
import { ALERT_STATE, type AlertRow } from "@/lib/status/model";
import { useLiveQuery } from "../live/use-live-query";
import { useDeniedReason } from "../shell/access";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { ConfirmDialog } from "../ui/confirm-dialog";
import { EmptyState } from "../ui/empty-state";
import { PageHeader } from "../ui/page-header";
import { RelativeTime } from "../ui/relative-time";
import { useCommand } from "../ui/use-command";
import { activeAlerts } from "./active-alerts";
import { useAlertText } from "./alert-text";
import { SeverityBadge } from "./severity-badge";

interface AlertsProps {
  initial: AlertRow[];
  closeAlert(input: unknown): Promise<Result<unknown>>;
}

export function Alerts({ initial, closeAlert }: AlertsProps) {
  const t = useTranslations();
  const { data: alerts = initial } = useLiveQuery("listAlerts", {}, { initialData: initial });
  const [closing, setClosing] = useState<AlertRow | null>(null);
  const { run, pending } = useCommand(closeAlert, {
    success: t("overview.alertsPage.closedDone"),
    onSuccess: () => setClosing(null),
  });
  const active = activeAlerts(alerts);
  const others = alerts.filter((alert) => alert.state !== ALERT_STATE.active);
  return (
    <>
      <PageHeader title={t("shell.nav.alerts")} description={t("overview.alertsPage.description")} />
      <div className="space-y-4">
        <Card title={t("overview.alertsPage.active")} padded={false}>
          {active.length === 0 ? (
            <EmptyState
              icon={BellOff}
              title={t("overview.alertsPage.noneActive")}
              description={t("overview.alertsPage.noneActiveHint")}
            />
          ) : (
            <AlertList alerts={active} onClose={setClosing} />
          )}
        </Card>
        {others.length > 0 ? (
          <Card title={t("overview.alertsPage.closed")} padded={false}>
            <AlertList alerts={others} />
          </Card>
        ) : null}
      </div>
      <ConfirmDialog
        open={closing !== null}
        onOpenChange={(open) => !open && setClosing(null)}
        title={t("overview.alertsPage.closeTitle")}
        description={t("overview.alertsPage.closeText")}
        confirmLabel={t("overview.alertsPage.close")}
        pending={pending}
        onConfirm={() => closing && run({ id: closing.id })}
      />
    </>
  );
}

function AlertList({ alerts, onClose }: { alerts: readonly AlertRow[]; onClose?(alert: AlertRow): void }) {
  return (
    <ul className="divide-y divide-line border-line border-t">
      {alerts.map((alert) => (
        <AlertItem key={alert.id} alert={alert} onClose={onClose} />
      ))}
    </ul>
  );
}

function AlertItem({ alert, onClose }: { alert: AlertRow; onClose?(alert: AlertRow): void }) {
  const t = useTranslations("overview.alertsPage");
  const denied = useDeniedReason()("alerts.manage");
  const { title, cause, reason, cure } = useAlertText()(alert);
  const state = useTranslations("status.alertStates");
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3 px-4 py-3.5">
      <div className="min-w-0 flex-1 basis-72">
        <p className="mb-1 flex flex-wrap items-center gap-2">
          {onClose ? (
            <SeverityBadge severity={alert.severity} />
          ) : (
            <Badge>{state(String(alert.state))}</Badge>
          )}
          <span className="text-muted text-sm">
            {t("occurrences", { count: alert.occurrences })} · <RelativeTime at={alert.lastRaisedAt} />
          </span>
        </p>
        <h3 className="break-words font-semibold">{title}</h3>
        <p className="max-w-prose break-words">{cause}</p>
        {reason ? <p className="mt-1 max-w-prose break-words">{reason}</p> : null}
        {onClose ? <p className="mt-1 max-w-prose break-words text-muted">{cure}</p> : null}
      </div>
      <div className="flex flex-wrap gap-2">
        {alert.link ? (
          <Button asChild>
            <Link href={alert.link}>
              {t("cure")}
              <ArrowRight aria-hidden />
            </Link>
          </Button>
        ) : null}
        {onClose ? (
          <Button
            variant="ghost"
            disabledReason={denied}
            aria-label={t("closeOf", { title })}
            onClick={() => onClose(alert)}
          >
            {t("close")}
          </Button>
        ) : null}
      </div>
    </li>
  );
}
