import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { read } from "@/app/_server/read";
import { NoAccess } from "@/components/shell/no-access";
import { SiteServicingView } from "@/components/updates/site-servicing/site-servicing-view";
import { getSiteVersions } from "@/lib/overview/get-site-versions";
import { listSiteServicing } from "@/lib/updates/servicing/list-site-servicing";
import { updateCommands } from "../commands";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("updatesPage.sites"))("title") };
}

export default async function SiteServicingPage() {
  const [sites, versions] = await Promise.all([read(listSiteServicing), read(getSiteVersions)]);
  if (!sites || !versions) return <NoAccess action="updates.view" />;
  return <SiteServicingView initial={{ sites, versions }} commands={updateCommands.servicing} />;
}
