import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { read } from "@/app/_server/read";
import { AzureWizard } from "@/components/azure-services/wizard/azure-wizard";
import { NoAccess } from "@/components/shell/no-access";
import { listEnvironments } from "@/lib/azure-services/services/list-environments";
import { listServices } from "@/lib/azure-services/services/list-services";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("azureServicesPage.wizard"))("title") };
}

export default async function NewAzureServicePage() {
  const [environments, services] = await Promise.all([read(listEnvironments), read(listServices)]);
  if (!environments || !services) return <NoAccess action="azure-services.view" />;
  return <AzureWizard environments={environments} initialServices={services} />;
}
