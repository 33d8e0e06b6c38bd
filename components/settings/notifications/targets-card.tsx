"use client";

import { BellRing, Mail, Plus, Webhook } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import {
  changeNotificationTargetAction,
  removeNotificationTargetAction,
  testNotificationTargetAction,
} from "@/app/(portal)/settings/actions";
import type { NotificationTarget } from "@/lib/notifications/list-notification-targets";
import { useDeniedReason } from "../../shell/access";
import { Badge, StatusBadge } from "../../ui/badge";
import { Banner } from "../../ui/banner";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { ConfirmDialog } from "../../ui/confirm-dialog";
import { EmptyState } from "../../ui/empty-state";
import { useFailureText } from "../../ui/failure-message";
import { RelativeTime } from "../../ui/relative-time";
import { useCommand } from "../../ui/use-command";
import { TargetDialog } from "./target-dialog";

/** The mailboxes and web addresses that are told. */
export function TargetsCard({
  targets,
  hasMailServer,
}: {
  targets: readonly NotificationTarget[];
  hasMailServer: boolean;
}) {
  const t = useTranslations("notificationsPage.targets");
  const denied = useDeniedReason()("alerts.manage");
  const [open, setOpen] = useState<NotificationTarget | "new" | null>(null);
  const needsServer = !hasMailServer && targets.some(({ kind }) => kind === "e-mail");
  const add = (
    <Button variant="primary" size="sm" disabledReason={denied} onClick={() => setOpen("new")}>
      <Plus aria-hidden />
      {t("add")}
    </Button>
  );
  return (
    <Card title={t("title")} description={t("text")} actions={targets.length > 0 ? add : null}>
      {needsServer ? (
        <Banner tone="warning" className="mb-3" title={t("noServer")}>
          <p>{t("noServerText")}</p>
        </Banner>
      ) : null}
      {targets.length === 0 ? (
        <EmptyState icon={BellRing} title={t("none")} description={t("noneText")} action={add} />
      ) : (
        <ul className="divide-y divide-line">
          {targets.map((target) => (
            <Target key={target.id} target={target} denied={denied} onEdit={() => setOpen(target)} />
          ))}
        </ul>
      )}
      {open ? <TargetDialog target={open === "new" ? null : open} onClose={() => setOpen(null)} /> : null}
    </Card>
  );
}

function Target({
  target,
  denied,
  onEdit,
}: {
  target: NotificationTarget;
  denied: string | undefined;
  onEdit(): void;
}) {
  const t = useTranslations("notificationsPage.targets");
  const [removing, setRemoving] = useState(false);
  const [testId, setTestId] = useState<string | null>(null);
  const test = useCommand(testNotificationTargetAction, {
    onSuccess: ({ deliveryId }) => setTestId(deliveryId),
  });
  const change = useCommand(changeNotificationTargetAction);
  const remove = useCommand(removeNotificationTargetAction, { success: t("removed") });
  const { id, kind, address, language, enabled, isSigned, lastDelivery } = target;
  const Icon = kind === "e-mail" ? Mail : Webhook;
  const testing = testId !== null && lastDelivery?.id !== testId;
  return (
    <li className="space-y-2 py-3 first:pt-0 last:pb-0">
      <div className="flex items-start gap-2.5">
        <Icon aria-hidden className="mt-0.5 size-4.5 shrink-0 text-muted" />
        <div className="min-w-0 flex-1">
          <p className="wrap-anywhere font-medium">{address}</p>
          <p className="mt-0.5 flex flex-wrap items-center gap-1.5">
            <Badge>{t(`kinds.${kind}`)}</Badge>
            <Badge>{t(`languages.${language}`)}</Badge>
            {isSigned ? <Badge>{t("signed")}</Badge> : null}
            {enabled ? null : <Badge tone="warning">{t("disabled")}</Badge>}
          </p>
        </div>
      </div>
      <LastDelivery delivery={lastDelivery} testing={testing} />
      <div className="flex flex-wrap gap-2">
        <Button
          size="sm"
          aria-label={t("testOf", { address })}
          pending={test.pending || testing}
          disabledReason={denied}
          onClick={() => test.run({ id })}
        >
          {t("test")}
        </Button>
        <Button size="sm" aria-label={t("editOf", { address })} disabledReason={denied} onClick={onEdit}>
          {t("edit")}
        </Button>
        <Button
          size="sm"
          aria-label={t(enabled ? "disableOf" : "enableOf", { address })}
          pending={change.pending}
          disabledReason={denied}
          onClick={() => change.run({ id, enabled: !enabled })}
        >
          {t(enabled ? "disable" : "enable")}
        </Button>
        <Button
          size="sm"
          variant="ghost"
          aria-label={t("removeOf", { address })}
          disabledReason={denied}
          onClick={() => setRemoving(true)}
        >
          {t("remove")}
        </Button>
      </div>
      <ConfirmDialog
        open={removing}
        onOpenChange={setRemoving}
        title={t("removeTitle", { address })}
        description={t("removeText")}
        confirmLabel={t("remove")}
        danger
        pending={remove.pending}
        onConfirm={() => remove.run({ id })}
      />
    </li>
  );
}

function LastDelivery({
  delivery,
  testing,
}: {
  delivery: NotificationTarget["lastDelivery"];
  testing: boolean;
}) {
  const t = useTranslations("notificationsPage.targets");
  const failureText = useFailureText();
  if (testing) {
    return (
      <p role="status" className="text-muted text-sm">
        {t("testing")}
      </p>
    );
  }
  if (!delivery) return <p className="text-muted text-sm">{t("neverTold")}</p>;
  const { ok, isOver, code, params, at } = delivery;
  return (
    <div role="status" className="space-y-1 text-sm">
      <p className="flex flex-wrap items-center gap-2">
        <StatusBadge tone={ok ? "success" : isOver ? "danger" : "warning"}>
          {t(ok ? "arrived" : isOver ? "notArrived" : "triesAgain")}
        </StatusBadge>
        <RelativeTime at={at} className="text-muted" />
      </p>
      {code ? <p className="wrap-anywhere text-muted">{failureText({ code, params })}</p> : null}
    </div>
  );
}
