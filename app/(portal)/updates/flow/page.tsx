import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { read } from "@/app/_server/read";
import { FlowView } from "@/components/flow/flow-view";
import { NoAccess } from "@/components/shell/no-access";
import { getServicingFlow } from "@/lib/updates/servicing/get-servicing-flow";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("flow"))("title") };
}

export default async function FlowPage({ searchParams }: { searchParams: Promise<{ package?: string }> }) {
  const chosen = z.guid().safeParse((await searchParams).package);
  const flow = await read(getServicingFlow, chosen.success ? { packageGuid: chosen.data } : {});
  return flow ? <FlowView initial={flow.positions} /> : <NoAccess action="updates.view" />;
}
