"use client";

import { CircleCheck } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { useLiveQuery } from "@/components/live/use-live-query";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
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
  const [over, setOver] = useState<OperationView["state"] | null>(null);
  const { data: service } = useLiveQuery("getService", { serviceId });
  const environmentId = service?.environmentId ?? "";
  const methods = environments.find(({ id }) => id === environmentId)?.signInMethods ?? [];
  return (
    <>
      <WizardHeader />
      {over === "complete" ? (
        <Completion serviceId={serviceId} name={service?.name ?? ""} />
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

function Completion({ serviceId, name }: { serviceId: string; name: string }) {
  const t = useTranslations("azureServicesPage.wizard.completion");
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <Card>
      <div className="flex flex-col items-center gap-3 px-4 py-8 text-center">
        <CircleCheck aria-hidden className="size-10 text-success" />
        <h2 ref={heading} tabIndex={-1} className="font-semibold text-lg outline-none">
          {t("title", { name })}
        </h2>
        <p className="max-w-prose text-muted">{t("text")}</p>
        <div className="mt-2 flex flex-wrap justify-center gap-2">
          <Button asChild>
            <Link href={`/azure-services/${serviceId}`}>{t("open")}</Link>
          </Button>
          <Button asChild variant="primary">
            <Link href="/azure-services">{t("connections")}</Link>
          </Button>
        </div>
      </div>
    </Card>
  );
}
