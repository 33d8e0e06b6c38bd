"use client";

import { History } from "lucide-react";
import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { DataTable } from "@/components/ui/data-table/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import type { UpdateServicing } from "@/lib/updates/servicing/model";
import { useRunColumns } from "./run-columns";

/** What administrators asked of the package, newest first, and how each ended. */
export function RunsTab({ servicing }: { servicing: UpdateServicing }) {
  const t = useTranslations("servicing.runs");
  return (
    <Card padded={false}>
      <DataTable
        label={t("label")}
        fileName="servicing-runs"
        rows={servicing.runs}
        columns={useRunColumns()}
        rowId={(run) => run.id}
        empty={<EmptyState icon={History} title={t("empty")} description={t("emptyWhy")} />}
      />
    </Card>
  );
}
