"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { RenewalOfBatch } from "@/lib/azure-services/renewal/get-renewal-batch";
import { OperationStateBadge } from "../../azure-services/operation-history";
import { OperationOutcome, type OperationPlace } from "../../azure-services/operation-progress";
import { OperationSteps } from "../../azure-services/operation-steps";
import { useSignInMethods } from "../../azure-services/use-sign-in-methods";
import { useLiveQuery } from "../../live/use-live-query";
import { Banner } from "../../ui/banner";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { FailureMessage } from "../../ui/failure-message";
import { ProgressBar } from "../../ui/progress-bar";
import type { RenewalPlan } from "./renewal-view";

/** The renewals that were begun together, live: one that fails holds up no other. */
export function RenewalChecklist({
  batchId,
  plan,
  onAgain,
}: {
  batchId: string;
  plan: RenewalPlan;
  onAgain(): void;
}) {
  const t = useTranslations("tenantsPage.renewAllPage");
  const methods = useSignInMethods();
  const { data: batch, error } = useLiveQuery("getRenewalBatch", { batchId });
  if (error) {
    return (
      <Banner tone="danger" title={t("noBatch")} actions={<Button onClick={onAgain}>{t("again")}</Button>}>
        <FailureMessage failure={error.failure} />
      </Banner>
    );
  }
  if (!batch) return <p className="text-muted">{t("loading")}</p>;
  const placeOf = ({ applicationId }: RenewalOfBatch): OperationPlace => {
    const tenant = plan.tenants.find(({ applications }) =>
      applications.some(({ id }) => id === applicationId),
    );
    const environmentId = tenant?.environmentId ?? "";
    return { environmentId, tenantId: tenant?.tenantId ?? null, methods: methods(environmentId) };
  };
  const isOver = batch.done === batch.total;
  const failed = batch.operations.filter(({ state }) => state === "failed").length;
  return (
    <div className="space-y-4">
      <Card>
        <p role="status" className="mb-2 font-medium">
          {t("done", { done: batch.done, total: batch.total })}
        </p>
        <ProgressBar
          fraction={batch.done / batch.total}
          label={t("progress")}
          tone={failed > 0 ? "danger" : isOver ? "success" : "accent"}
        />
        {isOver ? (
          <div className="mt-4 flex flex-wrap items-center justify-between gap-3">
            <p className="text-muted">{failed > 0 ? t("someFailed", { count: failed }) : t("allDone")}</p>
            <div className="flex flex-wrap gap-2">
              {failed > 0 ? <Button onClick={onAgain}>{t("again")}</Button> : null}
              <Button asChild variant="primary">
                <Link href="/azure-services">{t("toConnections")}</Link>
              </Button>
            </div>
          </div>
        ) : null}
      </Card>
      <ul className="grid items-start gap-4 xl:grid-cols-2">
        {batch.operations.map((operation) => (
          <li key={operation.id}>
            <Card
              title={operation.applicationName || t("gone")}
              description={operation.tenantName}
              actions={<OperationStateBadge state={operation.state} />}
            >
              <div className="space-y-4">
                <OperationSteps operation={operation} />
                <OperationOutcome operation={operation} place={placeOf(operation)} />
              </div>
            </Card>
          </li>
        ))}
      </ul>
    </div>
  );
}
