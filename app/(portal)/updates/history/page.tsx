import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { read } from "@/app/_server/read";
import { NoAccess } from "@/components/shell/no-access";
import { HistoryView } from "@/components/updates/history-view";
import { listUpdates } from "@/lib/updates/list-updates";
import { listServicingHistory } from "@/lib/updates/servicing/list-servicing-history";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("updatesPage.history"))("title") };
}

export default async function UpdateHistoryPage() {
  const [updates, runs] = await Promise.all([read(listUpdates), read(listServicingHistory)]);
  if (!updates || !runs) return <NoAccess action="updates.view" />;
  return <HistoryView initial={{ updates, runs }} />;
}
