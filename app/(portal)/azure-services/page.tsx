import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { read } from "@/app/_server/read";
import { ConnectionsView } from "@/components/azure-services/connections-view";
import { NoAccess } from "@/components/shell/no-access";
import { listServices } from "@/lib/azure-services/services/list-services";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("azureServicesPage"))("title") };
}

export default async function AzureServicesPage() {
  const services = await read(listServices);
  return services ? <ConnectionsView initial={services} /> : <NoAccess action="azure-services.view" />;
}
