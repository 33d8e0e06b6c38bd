"use client";

import { useTranslations } from "next-intl";
import { useLiveQuery } from "@/components/live/use-live-query";
import { Card } from "@/components/ui/card";
import { DataTable } from "@/components/ui/data-table/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Tabs } from "@/components/ui/tabs";
import { useAddressParam } from "@/components/ui/use-address-param";
import type { UpdateSummary } from "@/lib/updates/model";
import type { ServicingHistory } from "@/lib/updates/servicing/list-servicing-history";
import { RunsHistory } from "./runs-history";
import { useUpdateColumns } from "./update-columns";
import { needsReason } from "./use-why-not";

const HIDDEN_AT_FIRST = ["numericState", "packageGuid", "impact", "prereqOnly", "ignoreWarnings"] as const;

/** What was done with which package; and all packages ever seen, as `SMS_CM_UpdatePackagesHistory` lists them: to read, not to act on. */
export function HistoryView({ initial }: { initial: { updates: UpdateSummary[]; runs: ServicingHistory } }) {
  const t = useTranslations("updatesPage");
  const updates = useLiveQuery("listUpdates", {}, { initialData: initial.updates }).data ?? initial.updates;
  const [shown, show] = useAddressParam("show", "runs");
  return (
    <>
      <PageHeader
        title={t("history.title")}
        description={t("history.description")}
        breadcrumbs={[{ label: t("title"), href: "/updates" }]}
      />
      <Tabs
        label={t("history.tabs")}
        value={shown === "packages" ? "packages" : "runs"}
        onChange={show}
        tabs={[
          {
            id: "runs",
            label: t("history.runs"),
            content: (
              <Card padded={false}>
                <RunsHistory initial={initial.runs} />
              </Card>
            ),
          },
          {
            id: "packages",
            label: t("history.packages"),
            content: (
              <Card padded={false}>
                <PackagesTable updates={updates} />
              </Card>
            ),
          },
        ]}
      />
    </>
  );
}

function PackagesTable({ updates }: { updates: readonly UpdateSummary[] }) {
  const t = useTranslations("updatesPage.history");
  return (
    <DataTable
      label={t("title")}
      fileName="update-history"
      rows={updates}
      columns={useUpdateColumns({ withReason: updates.some(needsReason) })}
      rowId={(update) => update.packageGuid}
      initialSort={{ id: "lastUpdateTime", desc: true }}
      initiallyHidden={HIDDEN_AT_FIRST}
      empty={<EmptyState title={t("empty")} description={t("emptyWhy")} />}
    />
  );
}
