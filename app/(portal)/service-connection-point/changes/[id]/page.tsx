import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { runUseCase } from "@/app/_server/run-use-case";
import { ChangeView } from "@/components/role/change/change-view";
import { NoAccess } from "@/components/shell/no-access";
import { PageHeader } from "@/components/ui/page-header";
import { getRoleChangeReport } from "@/lib/hierarchy/role-changes/get-role-change-report";

interface Props {
  params: Promise<{ id: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("roleMove.report"))("title") };
}

export default async function RoleChangePage({ params }: Props) {
  const t = await getTranslations();
  const { id } = await params;
  // What is no id names no change; the question is not even asked.
  if (!z.guid().safeParse(id).success) notFound();
  const result = await runUseCase(getRoleChangeReport, { changeId: id });
  if (!result.ok) {
    if (result.code === "forbidden") return <NoAccess action="role.view" />;
    if (result.code === "role-change-not-found") notFound();
    throw new Error(`get-role-change-report: ${result.code}`);
  }
  const { kind } = result.value.change;
  return (
    <>
      <PageHeader
        title={t(`roleChanges.kinds.${kind}`)}
        description={t("roleMove.report.intro")}
        breadcrumbs={[{ label: t("shell.nav.serviceConnectionPoint"), href: "/service-connection-point" }]}
      />
      <ChangeView changeId={id} initial={result.value} />
    </>
  );
}
