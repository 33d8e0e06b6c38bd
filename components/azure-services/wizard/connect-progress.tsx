"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useLiveQuery } from "@/components/live/use-live-query";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Completion } from "@/components/ui/wizard/completion";
import type { OperationView } from "@/lib/azure-services/operations/get-operation";
import type { AzureEnvironmentChoice } from "@/lib/azure-services/services/list-environments";
import { OperationProgress } from "../operation-progress";
import { WizardHeader } from "./wizard-header";

/** Pages *Progress* and *Completion*. */
export function ConnectProgress({
  serviceId,
  operationId,
  environments,
  onBack,
}: {
  serviceId: string;
  operationId: string;
  environments: readonly AzureEnvironmentChoice[];
  onBack(): void;
}) {
  const t = useTranslations("azureServicesPage.wizard.progress");
  const completion = useTranslations("azureServicesPage.wizard.completion");
  const [over, setOver] = useState<OperationView["state"] | null>(null);
  const { data: service } = useLiveQuery("getService", { serviceId });
  const environmentId = service?.environmentId ?? "";
  const methods = environments.find(({ id }) => id === environmentId)?.signInMethods ?? [];
  return (
    <>
      <WizardHeader />
      {over === "complete" ? (
        <Completion
          title={completion("title", { name: service?.name ?? "" })}
          text={completion("text")}
          actions={
            <>
              <Button asChild>
                <Link href={`/azure-services/${serviceId}`}>{completion("open")}</Link>
              </Button>
              <Button asChild variant="primary">
                <Link href="/azure-services">{completion("connections")}</Link>
              </Button>
            </>
          }
        />
      ) : (
        <Card title={t("title")} description={t("text")}>
          <OperationProgress
            operationId={operationId}
            place={{ environmentId, tenantId: service?.tenant.tenantId ?? null, methods }}
            onOver={({ state }) => setOver(state)}
          />
          {over === "failed" ? (
            <div className="mt-4 space-y-3">
              <p>{t("undone")}</p>
              <Button onClick={onBack}>{t("back")}</Button>
            </div>
          ) : null}
        </Card>
      )}
    </>
  );
}
