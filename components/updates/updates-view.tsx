"use client";

import { History } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useLiveQuery } from "@/components/live/use-live-query";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import type { RoleStatus } from "@/lib/hierarchy/model";
import type { UpdateCheckStatus, UpdateSummary } from "@/lib/updates/model";
import { CatalogueErrorBanner } from "./catalogue-error-banner";
import { CheckButton } from "./check-button";
import { CheckSummary } from "./check-summary";
import { emptyReason } from "./check-view";
import { ProgressAnnouncer } from "./progress-announcer";
import type { UpdateCommands } from "./update-commands";
import { UpdatesTable } from "./updates-table";

interface UpdatesViewProps {
  initial: { updates: UpdateSummary[]; check: UpdateCheckStatus; role: RoleStatus };
  commands: UpdateCommands;
}

/** Updates and Servicing, followed live. */
export function UpdatesView({ initial, commands }: UpdatesViewProps) {
  const t = useTranslations("updatesPage");
  const updates = useLiveQuery("listUpdates", {}, { initialData: initial.updates }).data ?? initial.updates;
  const check = useLiveQuery("getUpdateCheck", {}, { initialData: initial.check }).data ?? initial.check;
  const role = useLiveQuery("getRoleStatus", {}, { initialData: initial.role }).data ?? initial.role;
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={
          <>
            <Button asChild>
              <Link href="/updates/history">
                <History aria-hidden />
                {t("history.link")}
              </Link>
            </Button>
            <CheckButton check={check} role={role} command={commands.check} />
          </>
        }
      />
      <CatalogueErrorBanner check={check} />
      <CheckSummary check={check} role={role} />
      <Card padded={false}>
        <UpdatesTable updates={updates} commands={commands.package} whyEmpty={emptyReason(check, role)} />
      </Card>
      <ProgressAnnouncer updates={updates} />
    </>
  );
}
