"use client";

import { BarChart3, CloudCog, ScrollText, Store } from "lucide-react";
import { useTranslations } from "next-intl";
import { useDeniedReason } from "@/components/shell/access";
import { Badge } from "@/components/ui/badge";
import { TextField } from "@/components/ui/field";
import { RadioCards } from "@/components/ui/radio-cards";
import { SERVICE_RULES, SERVICE_TYPES } from "@/lib/azure-services/model";
import type { AzureServiceType } from "@/lib/db/schema";
import type { WizardPageProps } from "./azure-wizard";
import { onlyOneOf } from "./choices";

const ICONS = {
  CloudManagement: CloudCog,
  StoreForBusiness: Store,
  DesktopAnalytics: BarChart3,
  LogAnalyticsConnector: ScrollText,
} as const;

/** The vendor has retired them since; what they were is still here. */
const RETIRED: ReadonlySet<AzureServiceType> = new Set(["StoreForBusiness", "DesktopAnalytics"]);

/** Page *Azure Services*: name, description and which service. */
export function ServicePage({ choices, services, onChoose, missing, refused }: WizardPageProps) {
  const t = useTranslations("azureServicesPage.wizard");
  const types = useTranslations("azureServicesPage.services");
  const denied = useDeniedReason();
  const whyNot = (type: AzureServiceType) => {
    const taken = onlyOneOf(type, services);
    return denied(SERVICE_RULES[type].action) ?? (taken ? t("onlyOne", { name: taken }) : undefined);
  };
  const refusedName = refused?.field === "name" ? refused.text : undefined;
  return (
    <div className="space-y-5">
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          label={t("name")}
          value={choices.name}
          maxLength={100}
          required
          autoComplete="off"
          error={missing === "name" ? t("missing.name") : refusedName}
          onChange={(event) => onChoose({ name: event.target.value })}
        />
        <TextField
          label={t("optionalDescription")}
          value={choices.description}
          maxLength={1_000}
          autoComplete="off"
          onChange={(event) => onChoose({ description: event.target.value })}
        />
      </div>
      <div>
        <RadioCards<AzureServiceType | "">
          legend={t("service")}
          value={choices.type ?? ""}
          onChange={(type) =>
            type !== "" && type !== choices.type
              ? onChoose({
                  type,
                  settings: {},
                  environmentId: null,
                  serverApplicationId: null,
                  clientApplicationId: null,
                })
              : undefined
          }
          options={SERVICE_TYPES.map((type) => {
            const Icon = ICONS[type];
            return {
              value: type,
              title: types(`${type}.name`),
              icon: <Icon aria-hidden className="size-4.5 text-muted" />,
              badge: RETIRED.has(type) ? <Badge tone="warning">{t("retired")}</Badge> : undefined,
              disabledReason: whyNot(type),
              children: (
                <>
                  <p>{types(`${type}.enables`)}</p>
                  {RETIRED.has(type) ? <p className="mt-1">{types(`${type}.retired`)}</p> : null}
                </>
              ),
            };
          })}
        />
        {missing === "type" ? (
          <p role="alert" className="mt-2 text-danger text-sm">
            {t("missing.type")}
          </p>
        ) : null}
      </div>
    </div>
  );
}
