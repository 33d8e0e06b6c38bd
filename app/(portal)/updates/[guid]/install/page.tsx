import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { read } from "@/app/_server/read";
import { runUseCase } from "@/app/_server/run-use-case";
import { NoAccess } from "@/components/shell/no-access";
import { InstallWizard } from "@/components/updates/install/install-wizard";
import { getHierarchySettings } from "@/lib/hierarchy/get-hierarchy-settings";
import { getServicingOptions } from "@/lib/updates/servicing/get-servicing-options";
import { installUpdateAction, setSoftwareAssuranceAction } from "../../actions";

interface Props {
  params: Promise<{ guid: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("servicing.wizard"))("install") };
}

export default async function InstallPage({ params }: Props) {
  const { guid } = await params;
  if (!z.guid().safeParse(guid).success) notFound();
  const settings = await read(getHierarchySettings);
  if (!settings) return <NoAccess action="updates.view" />;
  const options = await runUseCase(getServicingOptions, { packageGuid: guid.toLowerCase() });
  if (!options.ok) {
    if (options.code === "update-not-found") notFound();
    throw new Error(`get-servicing-options: ${options.code}`);
  }
  return (
    <InstallWizard
      initial={options.value}
      assuranceDate={settings.softwareAssuranceExpiration ?? ""}
      commands={{ install: installUpdateAction, setAssurance: setSoftwareAssuranceAction }}
    />
  );
}
