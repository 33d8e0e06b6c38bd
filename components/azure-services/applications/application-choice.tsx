"use client";

import { AppWindow, KeyRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { useLiveQuery } from "@/components/live/use-live-query";
import { useDeniedReason } from "@/components/shell/access";
import { Button } from "@/components/ui/button";
import type { ListedApplication } from "@/lib/azure-services/applications/list-applications";
import { SERVICE_RULES } from "@/lib/azure-services/model";
import type { AzureEnvironmentChoice } from "@/lib/azure-services/services/list-environments";
import type { AzureServiceType } from "@/lib/db/schema";
import { CopyableId } from "../copyable-id";
import { SecretExpiry } from "../secret-expiry";
import { ApplicationDialog } from "./application-dialog";
import { ConsentBadge } from "./consent-badge";

/** The app that was chosen, by its row and its tenant's. */
export type ChosenApplication = Pick<ListedApplication, "id" | "tenant">;

export interface ApplicationChoiceProps {
  kind: "server" | "client";
  type: AzureServiceType;
  environment: AzureEnvironmentChoice;
  /** The web app that a native app must go with; null while none is chosen. */
  server: ListedApplication | null;
  chosenId: string | null;
  error?: ReactNode;
  onChoose(app: ChosenApplication): void;
}

/** **Web app** or **Native Client app**: what was chosen, and the dialog that chooses. */
export function ApplicationChoice(props: ApplicationChoiceProps) {
  const { kind, type, environment, server, chosenId, error } = props;
  const t = useTranslations("azureServicesPage.apps");
  const denied = useDeniedReason()("azure-apps.manage");
  const [open, setOpen] = useState(false);
  const { data: apps = [] } = useLiveQuery("listApplications", {
    environmentId: environment.id,
    kind,
    tenant: kind === "client" ? (server?.tenant ?? null) : null,
  });
  const chosen = apps.find(({ id }) => id === chosenId);
  const needsServer = kind === "client" && server === null ? t("serverFirst") : undefined;
  const importOnly = !(SERVICE_RULES[type].appActions as readonly string[]).includes("create");
  const action = importOnly && apps.length === 0 ? "import" : "browse";
  return (
    <section aria-label={t(`${kind}.title`)}>
      <h3 className="mb-2 font-medium">{t(`${kind}.title`)}</h3>
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-3 rounded-lg border border-control/60 p-4">
        {chosen ? (
          <Chosen app={chosen} />
        ) : (
          <p className="min-w-0 flex-1 basis-56 text-muted">{t(`${kind}.hint`)}</p>
        )}
        <Button
          aria-label={t(`${kind}.${action}`)}
          disabledReason={needsServer ?? (apps.length === 0 ? denied : undefined)}
          onClick={() => setOpen(true)}
        >
          {t(action)}
        </Button>
      </div>
      {error ? (
        <p role="alert" className="mt-1 text-danger text-sm">
          {error}
        </p>
      ) : null}
      {open ? (
        <ApplicationDialog
          {...props}
          apps={apps}
          importOnly={importOnly}
          onClose={() => setOpen(false)}
          onChoose={(app) => {
            setOpen(false);
            props.onChoose(app);
          }}
        />
      ) : null}
    </section>
  );
}

function Chosen({ app }: { app: ListedApplication }) {
  const t = useTranslations("azureServicesPage.apps");
  const Icon = app.kind === "server" ? KeyRound : AppWindow;
  return (
    <div className="flex min-w-0 flex-1 basis-56 gap-3">
      <Icon aria-hidden className="mt-0.5 size-5 shrink-0 text-muted" />
      <div className="min-w-0 space-y-1">
        <p className="font-semibold">
          {app.name} <span className="font-normal text-muted">· {app.tenantName}</span>
        </p>
        <p>
          <CopyableId id={app.clientId} copyLabel={t("copyClientId", { name: app.name })} />
        </p>
        {app.secret ? <SecretExpiry {...app.secret} /> : null}
        {app.consent === "missing" ? <ConsentBadge consent={app.consent} /> : null}
      </div>
    </div>
  );
}
