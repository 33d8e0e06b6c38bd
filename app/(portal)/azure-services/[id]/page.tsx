import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { cache } from "react";
import { z } from "zod";
import { runUseCase } from "@/app/_server/run-use-case";
import { ServiceView } from "@/components/azure-services/service-view";
import { NoAccess } from "@/components/shell/no-access";
import { getService } from "@/lib/azure-services/services/get-service";

interface Props {
  params: Promise<{ id: string }>;
}

/** Asked by the title and by the page; looked up once per request. */
const findService = cache((serviceId: string) => runUseCase(getService, { serviceId }));

/** What is no id names no connection; the question is not even asked. */
async function idOf({ params }: Props): Promise<string> {
  const { id } = await params;
  return z.guid().safeParse(id).success ? id.toLowerCase() : notFound();
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const result = await findService(await idOf(props));
  return { title: result.ok ? result.value.name : (await getTranslations("azureServicesPage"))("title") };
}

export default async function AzureServicePage(props: Props) {
  const result = await findService(await idOf(props));
  if (result.ok) return <ServiceView initial={result.value} />;
  if (result.code === "forbidden") return <NoAccess action="azure-services.view" />;
  if (result.code === "service-unknown") notFound();
  throw new Error(`get-service: ${result.code}`);
}
