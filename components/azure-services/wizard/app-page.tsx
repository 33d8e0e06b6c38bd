"use client";

import { useTranslations } from "next-intl";
import { useLiveQuery } from "@/components/live/use-live-query";
import { RadioCards } from "@/components/ui/radio-cards";
import { SERVICE_RULES } from "@/lib/azure-services/model";
import { ApplicationChoice } from "../applications/application-choice";
import type { WizardPageProps } from "./azure-wizard";
import { whyNotCloud } from "./choices";

/** Page *App*: the cloud first, then the web app and, for Cloud Management, the native app. */
export function AppPage({ choices, environments, onChoose, missing, refused }: WizardPageProps) {
  const t = useTranslations("azureServicesPage.wizard");
  const { type, environmentId } = choices;
  const environment = environments.find(({ id }) => id === environmentId);
  const { data: servers = [] } = useLiveQuery(
    "listApplications",
    { environmentId, kind: "server", tenant: null },
    { enabled: environmentId !== null },
  );
  const server = servers.find(({ id }) => id === choices.serverApplicationId) ?? null;
  if (!type) return null;
  const errorAt = (key: "server" | "client", field: string) =>
    missing === key ? t(`missing.${key}`) : refused?.field === field ? refused.text : undefined;
  return (
    <div className="space-y-5">
      <div>
        <RadioCards
          legend={t("environment")}
          value={environmentId ?? ""}
          onChange={(id) =>
            onChoose({ environmentId: id, serverApplicationId: null, clientApplicationId: null })
          }
          options={environments.map((one) => {
            const refusal = whyNotCloud(type, one);
            return {
              value: one.id,
              title: one.name,
              disabledReason: refusal ? t(`cloudRefusals.${refusal}`) : undefined,
              children: refusal ? undefined : t(`clouds.${one.cloud}`),
            };
          })}
        />
        {missing === "environment" ? (
          <p role="alert" className="mt-2 text-danger text-sm">
            {t("missing.environment")}
          </p>
        ) : null}
      </div>
      {environment ? (
        <>
          <ApplicationChoice
            kind="server"
            type={type}
            environment={environment}
            server={server}
            chosenId={choices.serverApplicationId}
            error={errorAt("server", "serverApplicationId")}
            onChoose={(app) =>
              onChoose({
                serverApplicationId: app.id,
                // A native app of another tenant does not go with it.
                ...(app.tenant !== server?.tenant && { clientApplicationId: null }),
              })
            }
          />
          {SERVICE_RULES[type].clientApp ? (
            <ApplicationChoice
              kind="client"
              type={type}
              environment={environment}
              server={server}
              chosenId={choices.clientApplicationId}
              error={errorAt("client", "clientApplicationId")}
              onChoose={(app) => onChoose({ clientApplicationId: app.id })}
            />
          ) : null}
        </>
      ) : null}
      {type === "StoreForBusiness" ? (
        <section className="rounded-lg border border-line bg-sunken p-4">
          <h3 className="font-semibold">{t("storeMore.title")}</h3>
          <p className="mt-1 text-muted">{t("storeMore.text")}</p>
        </section>
      ) : null}
    </div>
  );
}
