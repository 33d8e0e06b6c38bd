"use client";

import { useTranslations } from "next-intl";
import { useLiveQuery } from "@/components/live/use-live-query";
import { Card } from "@/components/ui/card";
import { DataTable } from "@/components/ui/data-table/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import type { UpdateSummary } from "@/lib/updates/model";
import { useUpdateColumns } from "./update-columns";
import { needsReason } from "./use-why-not";

const HIDDEN_AT_FIRST = ["numericState", "packageGuid", "impact"] as const;

/** All packages ever seen, as `SMS_CM_UpdatePackagesHistory` lists them: to read, not to act on. */
export function HistoryView({ initial }: { initial: UpdateSummary[] }) {
  const t = useTranslations("updatesPage");
  const updates = useLiveQuery("listUpdates", {}, { initialData: initial }).data ?? initial;
  return (
    <>
      <PageHeader
        title={t("history.title")}
        description={t("history.description")}
        breadcrumbs={[{ label: t("title"), href: "/updates" }]}
      />
      <Card padded={false}>
        <DataTable
          label={t("history.title")}
          fileName="update-history"
          rows={updates}
          columns={useUpdateColumns({ withReason: updates.some(needsReason) })}
          rowId={(update) => update.packageGuid}
          initialSort={{ id: "lastUpdateTime", desc: true }}
          initiallyHidden={HIDDEN_AT_FIRST}
          empty={<EmptyState title={t("history.empty")} description={t("history.emptyWhy")} />}
        />
      </Card>
    </>
  );
}
