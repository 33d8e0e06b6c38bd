"use client";

import { useTranslations } from "next-intl";
import { useLiveQuery } from "../../live/use-live-query";
import { Card } from "../../ui/card";
import { MailServerCard } from "./mail-server-card";
import { TargetsCard } from "./targets-card";

/** Who is told of secret keys that expire, and by which mail server. */
export function NotificationsTab() {
  const t = useTranslations("notificationsPage");
  const { data: server } = useLiveQuery("getMailServer");
  const { data: targets } = useLiveQuery("listNotificationTargets");
  if (server === undefined || !targets) return <Card>{t("loading")}</Card>;
  return (
    <div className="grid items-start gap-4 xl:grid-cols-2">
      <TargetsCard targets={targets} hasMailServer={server !== null} />
      <MailServerCard key={server?.changedAt.toISOString() ?? "none"} server={server} />
    </div>
  );
}
