import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { read } from "@/app/_server/read";
import { NoAccess } from "@/components/shell/no-access";
import { CreateServerWizard } from "@/components/site-system-server/create/create-server-wizard";
import { PageHeader } from "@/components/ui/page-header";
import { listSites } from "@/lib/hierarchy/list-sites";
import { listRoleCandidates } from "@/lib/hierarchy/site-system-roles/list-role-candidates";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("serverCreate"))("title") };
}

export default async function CreateServerPage() {
  const t = await getTranslations();
  const [sites, candidates] = await Promise.all([read(listSites), read(listRoleCandidates)]);
  if (!sites || !candidates) return <NoAccess action="role.manage" />;
  return (
    <>
      <PageHeader
        title={t("serverCreate.title")}
        description={t("serverCreate.intro")}
        breadcrumbs={[
          { label: t("serversPage.hierarchy"), href: "/hierarchy" },
          { label: t("serversPage.title"), href: "/hierarchy/servers" },
        ]}
      />
      <CreateServerWizard sites={sites} candidates={candidates} />
    </>
  );
}
