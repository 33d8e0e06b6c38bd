import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { read } from "@/app/_server/read";
import { EndpointsView } from "@/components/endpoints/endpoints-view";
import { NoAccess } from "@/components/shell/no-access";
import { listEndpoints } from "@/lib/connectivity/endpoints/list-endpoints";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("endpointsPage"))("title") };
}

export default async function EndpointsPage() {
  const initial = await read(listEndpoints);
  return initial ? <EndpointsView initial={initial} /> : <NoAccess action="role.view" />;
}
