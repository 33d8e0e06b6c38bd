import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { read } from "@/app/_server/read";
import { NoAccess } from "@/components/shell/no-access";
import { TenantsView } from "@/components/tenants/tenants-view";
import { listTenants } from "@/lib/azure-services/tenants/list-tenants";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("tenantsPage"))("title") };
}

export default async function TenantsPage() {
  const tenants = await read(listTenants);
  return tenants ? <TenantsView initial={tenants} /> : <NoAccess action="azure-services.view" />;
}
