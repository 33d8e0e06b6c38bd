"use client";

import { useTranslations } from "next-intl";
import type { QueryValue } from "@/app/_server/queries";
import { useLiveQuery } from "../../live/use-live-query";
import { Banner } from "../../ui/banner";
import { Card } from "../../ui/card";
import { KeyValueList } from "../../ui/key-value";
import { AbsoluteTime } from "../../ui/relative-time";
import { Skeleton } from "../../ui/skeleton";
import { DependentList } from "../dependent-list";
import { RoleChangeProgress } from "../role-change-progress";
import { ChangeReportHeader } from "./change-report-header";
import { CheckList } from "./check-list";
import { RenewalStep } from "./renewal-step";
import { SecretNames } from "./secret-names";

export type ChangeReport = QueryValue<"getRoleChangeReport">;

/** A change of the role: followed live while it runs, the checklist afterwards, and the report that is kept. */
export function ChangeView({ changeId, initial }: { changeId: string; initial?: ChangeReport }) {
  const { data: report } = useLiveQuery("getRoleChangeReport", { changeId }, { initialData: initial });
  if (!report) return <Skeleton className="h-64" />;
  const { change, plan, checks } = report;
  return (
    <div className="space-y-4">
      <ChangeReportHeader change={change} />
      <Facts report={report} />
      <Steps report={report} />
      <Secrets report={report} />
      {change.state === "complete" || checks.length > 0 ? <RenewalStep report={report} /> : null}
      {checks.length > 0 ? <CheckList report={report} /> : null}
      {plan.length > 0 ? <Plan plan={plan} /> : null}
    </div>
  );
}

function Facts({ report: { change } }: { report: ChangeReport }) {
  const t = useTranslations("roleMove.report");
  const words = useTranslations("roleChanges");
  const none = useTranslations("common")("none");
  return (
    <Card title={t("facts")}>
      <KeyValueList
        items={[
          { label: t("state"), value: words(`states.${change.state}`) },
          ...(change.reason ? [{ label: t("reason"), value: words(`reasons.${change.reason}`) }] : []),
          { label: t("from"), value: change.fromServer ?? none },
          { label: t("to"), value: change.toServer ?? none },
          { label: t("by"), value: change.requestedBy },
          { label: t("asked"), value: <AbsoluteTime at={change.requestedAt} style="seconds" /> },
          ...(change.finishedAt
            ? [{ label: t("finished"), value: <AbsoluteTime at={change.finishedAt} style="seconds" /> }]
            : []),
        ]}
      />
    </Card>
  );
}

function Steps({ report: { change, facts } }: { report: ChangeReport }) {
  const t = useTranslations("roleMove.report");
  return (
    <Card title={t("steps")}>
      <RoleChangeProgress change={change} />
      {facts.leaseEndedAt ? (
        <p className="mt-3 text-muted text-sm">
          {t("leaseEnded")} <AbsoluteTime at={facts.leaseEndedAt} style="seconds" />.
        </p>
      ) : null}
      {facts.fetchedAnew && facts.fetchedAnew.length > 0 ? (
        <p className="mt-3 text-muted text-sm">{t("fetchedAnew", { names: facts.fetchedAnew.join(", ") })}</p>
      ) : null}
    </Card>
  );
}

function Secrets({ report: { facts } }: { report: ChangeReport }) {
  const t = useTranslations("roleMove.report");
  const { handedOver = [], renewalRequired = [] } = facts;
  if (handedOver.length + renewalRequired.length === 0) return null;
  return (
    <Card title={t("secrets")}>
      <div className="space-y-4">
        {facts.holderSilent ? <Banner tone="warning" title={t("holderSilent")} /> : null}
        {handedOver.length > 0 ? (
          <section>
            <h3 className="font-semibold">{t("handedOver")}</h3>
            <SecretNames label={t("handedOver")} secrets={handedOver} />
          </section>
        ) : null}
        {renewalRequired.length > 0 ? (
          <section>
            <h3 className="font-semibold">{t("renewalRequired")}</h3>
            <SecretNames label={t("renewalRequired")} secrets={renewalRequired} />
          </section>
        ) : null}
      </div>
    </Card>
  );
}

function Plan({ plan }: { plan: ChangeReport["plan"] }) {
  const t = useTranslations("roleMove.report");
  return (
    <Card title={t("plan")} description={t("planText")}>
      <DependentList dependents={plan} about="move" />
    </Card>
  );
}
