import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { read } from "@/app/_server/read";
import { InstallWizard } from "@/components/role/install/install-wizard";
import { NoAccess } from "@/components/shell/no-access";
import { PageHeader } from "@/components/ui/page-header";
import { listEnvironments } from "@/lib/azure-services/services/list-environments";
import { listRoleCandidates } from "@/lib/hierarchy/site-system-roles/list-role-candidates";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("roleInstall"))("title") };
}

export default async function InstallRolePage() {
  const t = await getTranslations();
  const [candidates, environments] = await Promise.all([read(listRoleCandidates), read(listEnvironments)]);
  if (!candidates || !environments) return <NoAccess action="role.manage" />;
  return (
    <>
      <PageHeader
        title={t("roleInstall.title")}
        description={t("roleInstall.intro")}
        breadcrumbs={[{ label: t("shell.nav.serviceConnectionPoint"), href: "/service-connection-point" }]}
      />
      <InstallWizard initial={candidates} environments={environments} />
    </>
  );
}
