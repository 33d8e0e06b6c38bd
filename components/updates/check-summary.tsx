"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { StatusBadge } from "@/components/ui/badge";
import { useLiveNow } from "@/components/ui/now";
import { AbsoluteTime, RelativeTime } from "@/components/ui/relative-time";
import type { RoleStatus } from "@/lib/hierarchy/model";
import type { UpdateCheckStatus } from "@/lib/updates/model";
import { checkPhase, checkRefusal } from "./check-view";

/** When the catalogue was last asked, how that went, and when it is asked next. */
export function CheckSummary({ check, role }: { check: UpdateCheckStatus; role: RoleStatus }) {
  const t = useTranslations("updatesPage.check");
  const phase = checkPhase(check);
  const versions = check.metadataVersions;
  return (
    <section
      aria-label={t("card")}
      className="mb-4 grid gap-x-8 gap-y-4 rounded-lg border border-line bg-surface px-4 py-3.5 shadow-card sm:grid-cols-2 lg:grid-cols-4"
    >
      <Fact label={t("last")}>
        {phase === "idle" ? (
          <When at={check.finishedAt} none={t("never")} badge={<Outcome check={check} />} />
        ) : (
          <StatusBadge tone="info" busy>
            {t(
              phase === "running" ? "running" : role.executiveResponding ? "waiting" : "waitingNotResponding",
            )}
          </StatusBadge>
        )}
      </Fact>
      <Fact label={t("lastSucceeded")}>
        <When at={check.succeededAt} none={t("never")} />
      </Fact>
      <Fact label={t("next")}>
        <NextCheck check={check} role={role} />
      </Fact>
      <Fact label={t("metadata")}>
        {versions ? (
          <span className="text-sm">{t("metadataVersions", versions)}</span>
        ) : (
          <span className="text-muted">–</span>
        )}
      </Fact>
      <p role="status" className="sr-only">
        {phase === "running" ? t("announceRunning") : ""}
      </p>
    </section>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <p className="text-muted text-sm">{label}</p>
      <div className="mt-0.5 tabular-nums">{children}</div>
    </div>
  );
}

function When({ at, none, badge }: { at: Date | null; none: string; badge?: ReactNode }) {
  if (!at) return <span className="text-muted">{none}</span>;
  return (
    <>
      <div className="flex flex-wrap items-center gap-2 font-medium">
        <RelativeTime at={at} />
        {badge}
      </div>
      <AbsoluteTime at={at} className="text-muted text-sm" />
    </>
  );
}

function Outcome({ check }: { check: UpdateCheckStatus }) {
  const t = useTranslations("updatesPage.check");
  return check.error ? (
    <StatusBadge tone="danger">{t("failed")}</StatusBadge>
  ) : (
    <StatusBadge tone="success">{t("succeeded")}</StatusBadge>
  );
}

function NextCheck({ check, role }: { check: UpdateCheckStatus; role: RoleStatus }) {
  const t = useTranslations("updatesPage.check");
  const now = useLiveNow(5_000);
  if (checkRefusal(role) === "offlineReason") return <span className="text-muted">{t("offlineNone")}</span>;
  if (!check.nextCheckAt) return <span className="text-muted">{t("noneScheduled")}</span>;
  if (check.nextCheckAt.getTime() > now.getTime()) return <When at={check.nextCheckAt} none="" />;
  return <span className="font-medium">{t("due")}</span>;
}
