import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { read } from "@/app/_server/read";
import { Hierarchy } from "@/components/hierarchy/hierarchy";
import { NoAccess } from "@/components/shell/no-access";
import { Button } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { isStandAlonePrimary } from "@/lib/hierarchy/expansion/is-stand-alone-primary";
import { listSites } from "@/lib/hierarchy/list-sites";
import { getSiteVersions } from "@/lib/overview/get-site-versions";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("shell.nav");
  return { title: t("hierarchy") };
}

export default async function HierarchyPage() {
  const [sites, versions] = await Promise.all([read(listSites), read(getSiteVersions)]);
  if (!sites) return <NoAccess action="role.view" />;
  const t = await getTranslations();
  return (
    <>
      <PageHeader
        title={t("shell.nav.hierarchy")}
        description={t("role.hierarchy.description")}
        actions={
          <>
            {isStandAlonePrimary(sites) ? (
              <Button asChild>
                <Link href="/hierarchy/expand">{t("expansion.open")}</Link>
              </Button>
            ) : null}
            <Button asChild>
              <Link href="/hierarchy/servers">{t("serversPage.all")}</Link>
            </Button>
          </>
        }
      />
      <Hierarchy initial={{ sites, versions }} />
    </>
  );
}
