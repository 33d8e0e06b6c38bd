import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { read } from "@/app/_server/read";
import { MoveWizard } from "@/components/role/move/move-wizard";
import { NoAccess } from "@/components/shell/no-access";
import { PageHeader } from "@/components/ui/page-header";
import { getMovePlan } from "@/lib/hierarchy/role-changes/get-move-plan";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("roleMove"))("title") };
}

export default async function MoveRolePage() {
  const t = await getTranslations();
  const plan = await read(getMovePlan, { toServerId: null });
  if (!plan) return <NoAccess action="role.manage" />;
  return (
    <>
      <PageHeader
        title={t("roleMove.title")}
        description={t("roleMove.intro")}
        breadcrumbs={[{ label: t("shell.nav.serviceConnectionPoint"), href: "/service-connection-point" }]}
      />
      <MoveWizard initial={plan} />
    </>
  );
}
