import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { read } from "@/app/_server/read";
import { NoAccess } from "@/components/shell/no-access";
import { HistoryView } from "@/components/updates/history-view";
import { listUpdates } from "@/lib/updates/list-updates";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("updatesPage.history"))("title") };
}

export default async function UpdateHistoryPage() {
  const updates = await read(listUpdates);
  return updates ? <HistoryView initial={updates} /> : <NoAccess action="updates.view" />;
}
