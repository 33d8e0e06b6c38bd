import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { cache } from "react";
import { z } from "zod";
import { runUseCase } from "@/app/_server/run-use-case";
import { NoAccess } from "@/components/shell/no-access";
import { TenantView } from "@/components/tenants/tenant-view";
import { getTenant } from "@/lib/azure-services/tenants/get-tenant";

interface Props {
  params: Promise<{ id: string }>;
}

/** Asked by the title and by the page; looked up once per request. */
const findTenant = cache((tenant: string) => runUseCase(getTenant, { tenant }));

/** What is no id names no tenant; the question is not even asked. */
async function idOf({ params }: Props): Promise<string> {
  const { id } = await params;
  return z.guid().safeParse(id).success ? id.toLowerCase() : notFound();
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const result = await findTenant(await idOf(props));
  return { title: result.ok ? result.value.name : (await getTranslations("tenantsPage"))("title") };
}

export default async function TenantPage(props: Props) {
  const result = await findTenant(await idOf(props));
  if (result.ok) return <TenantView initial={result.value} />;
  if (result.code === "forbidden") return <NoAccess action="azure-services.view" />;
  if (result.code === "tenant-unknown") notFound();
  throw new Error(`get-tenant: ${result.code}`);
}
