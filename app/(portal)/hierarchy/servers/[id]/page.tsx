import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { cache } from "react";
import { z } from "zod";
import { runUseCase } from "@/app/_server/run-use-case";
import { NoAccess } from "@/components/shell/no-access";
import { ServerView } from "@/components/site-system-server/server-view";
import { getServer } from "@/lib/hierarchy/get-server";

interface Props {
  params: Promise<{ id: string }>;
}

/** Asked by the title and by the page; looked up once per request. */
const findServer = cache((serverId: string) => runUseCase(getServer, { serverId }));

/** What is no id names no server; the question is not even asked. */
async function idOf({ params }: Props): Promise<string> {
  const { id } = await params;
  return z.guid().safeParse(id).success ? id.toLowerCase() : notFound();
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const result = await findServer(await idOf(props));
  return { title: result.ok ? result.value.fqdn : (await getTranslations("serversPage"))("title") };
}

export default async function ServerPage(props: Props) {
  const result = await findServer(await idOf(props));
  if (result.ok) return <ServerView initial={result.value} />;
  if (result.code === "forbidden") return <NoAccess action="role.view" />;
  if (result.code === "server-not-found") notFound();
  throw new Error(`get-server: ${result.code}`);
}
