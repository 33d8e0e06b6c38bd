import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { read } from "@/app/_server/read";
import { NoAccess } from "@/components/shell/no-access";
import { ServersView } from "@/components/site-system-server/servers-view";
import { listServers } from "@/lib/hierarchy/list-servers";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("serversPage"))("title") };
}

export default async function ServersPage() {
  const servers = await read(listServers);
  return servers ? <ServersView initial={servers} /> : <NoAccess action="role.view" />;
}
