import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { cache } from "react";
import { z } from "zod";
import { read } from "@/app/_server/read";
import { runUseCase } from "@/app/_server/run-use-case";
import { NoAccess } from "@/components/shell/no-access";
import { DetailView } from "@/components/updates/detail-view";
import { getRoleStatus } from "@/lib/hierarchy/get-role-status";
import { getUpdate } from "@/lib/updates/get-update";
import { getUpdateServicing } from "@/lib/updates/servicing/get-update-servicing";
import { updateCommands } from "../commands";

interface Props {
  params: Promise<{ guid: string }>;
}

/** Asked by the title and by the page; looked up once per request. */
const findUpdate = cache((packageGuid: string) => runUseCase(getUpdate, { packageGuid }));

/** What is no GUID names no package; the question is not even asked. */
async function guidOf({ params }: Props): Promise<string> {
  const { guid } = await params;
  return z.guid().safeParse(guid).success ? guid.toLowerCase() : notFound();
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const result = await findUpdate(await guidOf(props));
  return { title: result.ok ? result.value.name : (await getTranslations("updatesPage"))("title") };
}

export default async function UpdatePage(props: Props) {
  const packageGuid = await guidOf(props);
  const [result, status] = await Promise.all([findUpdate(packageGuid), read(getRoleStatus)]);
  if (result.ok) {
    const servicing = await read(getUpdateServicing, { packageGuid });
    if (!servicing) return <NoAccess action="updates.view" />;
    return (
      <DetailView
        initial={{ update: result.value, servicing }}
        commands={updateCommands}
        downloadStreams={status?.role?.downloadStreams ?? null}
      />
    );
  }
  if (result.code === "forbidden") return <NoAccess action="updates.view" />;
  if (result.code === "update-not-found") notFound();
  throw new Error(`get-update: ${result.code}`);
}
