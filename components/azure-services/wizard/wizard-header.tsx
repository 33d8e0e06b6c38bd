"use client";

import { useTranslations } from "next-intl";
import { PageHeader } from "@/components/ui/page-header";

export function WizardHeader() {
  const t = useTranslations("azureServicesPage");
  return (
    <PageHeader
      title={t("wizard.title")}
      description={t("wizard.intro")}
      breadcrumbs={[{ label: t("title"), href: "/azure-services" }]}
    />
  );
}
