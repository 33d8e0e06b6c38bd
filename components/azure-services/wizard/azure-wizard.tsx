"use client";

import { useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { connectServiceAction } from "@/app/(portal)/azure-services/actions";
import { useLiveQuery } from "@/components/live/use-live-query";
import { useDeniedReason } from "@/components/shell/access";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { FailureMessage } from "@/components/ui/failure-message";
import { useCommand } from "@/components/ui/use-command";
import { useStepInAddress } from "@/components/ui/wizard/use-step-in-address";
import { useWizardPages } from "@/components/ui/wizard/use-wizard-pages";
import { Wizard } from "@/components/ui/wizard/wizard";
import { SERVICE_RULES } from "@/lib/azure-services/model";
import type { AzureEnvironmentChoice } from "@/lib/azure-services/services/list-environments";
import type { ServiceRow } from "@/lib/azure-services/services/service-rows";
import { AppPage } from "./app-page";
import {
  furthestPage,
  hasChoices,
  missingOn,
  NO_CHOICES,
  PAGE_OF_FIELD,
  pagesOf,
  type WizardChoices,
  type WizardPage,
} from "./choices";
import { ConfigurationPage } from "./configuration-page";
import { ConnectProgress } from "./connect-progress";
import { useLeaveGuard } from "./leave-guard";
import { ServicePage } from "./service-page";
import { SummaryPage } from "./summary-page";
import { WizardHeader } from "./wizard-header";

export interface WizardPageProps {
  choices: WizardChoices;
  environments: readonly AzureEnvironmentChoice[];
  services: readonly ServiceRow[];
  onChoose(change: Partial<WizardChoices>): void;
  /** What the page lacks, once it was tried to leave it: a key of `azureServicesPage.wizard.missing`. */
  missing: ReturnType<typeof missingOn>;
  /** What the last attempt to connect was refused for. */
  refused: { field?: string; text: ReactNode } | null;
}

const PAGES = {
  service: ServicePage,
  app: AppPage,
  configuration: ConfigurationPage,
  summary: SummaryPage,
} as const satisfies Record<WizardPage, (props: WizardPageProps) => ReactNode>;

/** The Azure Services wizard of the product, page by page (reference/azure-services.md §4). */
export function AzureWizard({
  environments,
  initialServices,
}: {
  environments: readonly AzureEnvironmentChoice[];
  initialServices: ServiceRow[];
}) {
  const t = useTranslations("azureServicesPage.wizard");
  const services = useLiveQuery("listServices", {}, { initialData: initialServices }).data ?? initialServices;
  const [choices, setChoices] = useState<WizardChoices>(NO_CHOICES);
  const { asked, go } = useStepInAddress();
  const under = useUnderWay();
  const page = furthestPage(asked, choices);
  const denied = useDeniedReason();
  const connect = useCommand(connectServiceAction, {
    quiet: true,
    onSuccess: ({ serviceId, operationId }) => go("progress", { service: serviceId, operation: operationId }),
  });
  const guard = useLeaveGuard(under === null && hasChoices(choices));
  const { failure } = connect;
  const refused = failure && { field: failure.field, text: <FailureMessage failure={failure} /> };
  const wizard = useWizardPages({
    pages: pagesOf(choices),
    current: page,
    go,
    title: (id) => t(`pages.${id}`),
    missingOn: (id) => missingOn(id, choices),
    say: (missing) => t(`missing.${missing}`),
    content(id, missing) {
      const Page = PAGES[id];
      return (
        <Page
          choices={choices}
          environments={environments}
          services={services}
          missing={missing}
          refused={refused}
          onChoose={(change) => {
            connect.clear();
            setChoices((old) => ({ ...old, ...change }));
          }}
        />
      );
    },
  });
  if (under) return <ConnectProgress {...under} environments={environments} onBack={() => go("summary")} />;
  return (
    <>
      <WizardHeader />
      {refused ? (
        <Banner
          tone="danger"
          live
          className="mb-4"
          title={t("refused")}
          actions={<ToField field={refused.field} page={page} onGo={go} />}
        >
          {refused.text}
        </Banner>
      ) : null}
      <Wizard
        label={t("steps")}
        {...wizard}
        finishLabel={t("connect")}
        finishRefused={denied(choices.type ? SERVICE_RULES[choices.type].action : "azure-services.manage")}
        pending={connect.pending}
        onFinish={() => connect.run(choices)}
        cancel={
          <Button variant="ghost" onClick={() => guard.leave("/azure-services")}>
            {t("cancel")}
          </Button>
        }
      />
      {guard.dialog}
    </>
  );
}

/** Leads from a refusal to the page whose field it is about. */
function ToField({
  field,
  page,
  onGo,
}: {
  field: string | undefined;
  page: WizardPage;
  onGo(page: string): void;
}) {
  const t = useTranslations("azureServicesPage.wizard");
  const target = field ? PAGE_OF_FIELD[field] : undefined;
  if (!target || target === page) return null;
  return (
    <Button size="sm" onClick={() => onGo(target)}>
      {t("toPage", { page: t(`pages.${target}`) })}
    </Button>
  );
}

/** The connection under way lives in the address as well: a reload goes on watching it. */
function useUnderWay() {
  const params = useSearchParams();
  const serviceId = params.get("service");
  const operationId = params.get("operation");
  return serviceId && operationId ? { serviceId, operationId } : null;
}
