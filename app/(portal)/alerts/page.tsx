import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { read } from "@/app/_server/read";
import { Alerts } from "@/components/alerts/alerts";
import { NoAccess } from "@/components/shell/no-access";
import { listAlerts } from "@/lib/status/list-alerts";
import { closeAlertAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("shell.nav");
  return { title: t("alerts") };
}

export default async function AlertsPage() {
  const alerts = await read(listAlerts);
  if (!alerts) return <NoAccess action="alerts.view" />;
  return <Alerts initial={alerts} closeAlert={closeAlertAction} />;
}
