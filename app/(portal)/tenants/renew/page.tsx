import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { read } from "@/app/_server/read";
import { NoAccess } from "@/components/shell/no-access";
import { RenewalView } from "@/components/tenants/renewal/renewal-view";
import { getRenewalPlan } from "@/lib/azure-services/renewal/get-renewal-plan";

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Row of a tenant; all of them without it. */
const tenantParam = z.guid().nullable().catch(null);

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("tenantsPage.renewAllPage"))("title") };
}

export default async function RenewPage({ searchParams }: Props) {
  const tenant = tenantParam.parse((await searchParams).tenant ?? null);
  const plan = await read(getRenewalPlan, { tenant });
  return plan ? <RenewalView tenant={tenant} initial={plan} /> : <NoAccess action="azure-services.view" />;
}
