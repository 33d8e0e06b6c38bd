"use client";

import { useTranslations } from "next-intl";
import type { RoleStatus } from "@/lib/hierarchy/model";
import type { UpdateCheckStatus } from "@/lib/updates/model";
import { StatusBadge } from "../ui/badge";
import { Card } from "../ui/card";
import { useFailureText } from "../ui/failure-message";
import { KeyValueList } from "../ui/key-value";
import { useLiveNow } from "../ui/now";
import { RelativeTime } from "../ui/relative-time";
import { checkPhase, checkRefusal } from "../updates/check-view";

/** When the catalogue was asked last, how it went, and when it is asked next. */
export function CheckCard({ check, role }: { check: UpdateCheckStatus; role: RoleStatus }) {
  const t = useTranslations("overview.check");
  const failureText = useFailureText();
  const never = useTranslations("common")("never");
  const time = (at: Date | null) => (at ? <RelativeTime at={at} /> : never);
  return (
    <Card title={t("title")}>
      <KeyValueList
        items={[
          { label: t("state"), value: <CheckState check={check} /> },
          { label: t("last"), value: time(check.finishedAt) },
          ...(check.error ? [{ label: t("lastSuccess"), value: time(check.succeededAt) }] : []),
          { label: t("next"), value: <NextCheck check={check} role={role} /> },
        ]}
      />
      {check.error ? <p className="mt-3 text-danger text-sm">{failureText(check.error)}</p> : null}
    </Card>
  );
}

function CheckState({ check }: { check: UpdateCheckStatus }) {
  const t = useTranslations("overview.check");
  const phase = checkPhase(check);
  if (phase !== "idle") {
    return (
      <StatusBadge tone="info" busy={phase === "running"}>
        {t(phase)}
      </StatusBadge>
    );
  }
  if (check.error) return <StatusBadge tone="danger">{t("failed")}</StatusBadge>;
  if (check.succeededAt) return <StatusBadge tone="success">{t("succeeded")}</StatusBadge>;
  return <StatusBadge tone="neutral">{t("never")}</StatusBadge>;
}

function NextCheck({ check, role }: { check: UpdateCheckStatus; role: RoleStatus }) {
  const t = useTranslations("overview.check");
  const now = useLiveNow(5_000);
  if (checkRefusal(role) === "offlineReason") return t("nextOffline");
  if (!check.nextCheckAt) return t("notScheduled");
  // A moment that has come but is not yet used reads badly as "0 seconds ago".
  return check.nextCheckAt.getTime() <= now.getTime() ? t("due") : <RelativeTime at={check.nextCheckAt} />;
}
