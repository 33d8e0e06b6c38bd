import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { read } from "@/app/_server/read";
import { ExpandWizard } from "@/components/hierarchy/expand/expand-wizard";
import { NoAccess } from "@/components/shell/no-access";
import { PageHeader } from "@/components/ui/page-header";
import { getExpansionPlan } from "@/lib/hierarchy/expansion/get-expansion-plan";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("expansion"))("title") };
}

export default async function ExpandPage() {
  const t = await getTranslations();
  const plan = await read(getExpansionPlan);
  if (!plan) return <NoAccess action="role.manage" />;
  return (
    <>
      <PageHeader
        title={t("expansion.title")}
        description={t("expansion.intro")}
        breadcrumbs={[{ label: t("shell.nav.hierarchy"), href: "/hierarchy" }]}
      />
      <ExpandWizard initial={plan} />
    </>
  );
}
