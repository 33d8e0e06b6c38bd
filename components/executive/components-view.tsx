"use client";

import { SlidersHorizontal } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useCallback } from "react";
import { useLiveQuery } from "@/components/live/use-live-query";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { DataTable } from "@/components/ui/data-table/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { useAddressParam } from "@/components/ui/use-address-param";
import type { BackupTask } from "@/lib/backup/backup-task";
import type { ComponentRow } from "@/lib/executive/model";
import { BackupCard } from "./backup-card";
import { useComponentColumns } from "./component-columns";
import { ComponentDialog } from "./component-dialog";
import { COMPONENT_STATUS } from "./component-state-view";
import type { ExecutiveCommands } from "./executive-commands";
import { NotRespondingBanner } from "./not-responding-banner";

interface ComponentsViewProps {
  /** `backup` is null for those who may not see the task. */
  initial: { components: ComponentRow[]; backup: BackupTask | null };
  commands: Pick<ExecutiveCommands, "configureBackup" | "runBackup">;
}

/** Component Status, followed live. */
export function ComponentsView({ initial, commands }: ComponentsViewProps) {
  const t = useTranslations("componentsPage");
  const { data: components = initial.components } = useLiveQuery(
    "listComponents",
    {},
    { initialData: initial.components },
  );
  const [server, setServer] = useAddressParam("server");
  const [status, setStatus] = useAddressParam("status");
  const [opened, setOpened] = useAddressParam("component");
  const [openedOn, setOpenedOn] = useAddressParam("on");
  const columns = useComponentColumns(
    useCallback(
      (row: ComponentRow) => {
        setOpened(row.component);
        setOpenedOn(row.serverFqdn);
      },
      [setOpened, setOpenedOn],
    ),
  );
  const rows = components.filter(
    (row) =>
      (!server || row.serverFqdn === server) && (!status || COMPONENT_STATUS[row.status].key === status),
  );
  const shown = components.find(
    (row) => row.component === opened && (!openedOn || row.serverFqdn === openedOn),
  );
  const close = () => {
    setOpened("");
    setOpenedOn("");
  };
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={
          <Button asChild>
            <Link href="/components/service-manager">
              <SlidersHorizontal aria-hidden />
              {t("toServiceManager")}
            </Link>
          </Button>
        }
      />
      <NotRespondingBanner components={components} />
      <div className="space-y-4">
        <Card padded={false}>
          <DataTable
            label={t("table.label")}
            fileName="component-status"
            rows={rows}
            columns={columns}
            rowId={(row) => `${row.serverId}/${row.component}`}
            initialSort={{ id: "status", desc: true }}
            initiallyHidden={["site", "type", "logFile"]}
            toolbar={
              <Filters
                components={components}
                server={server}
                onServer={setServer}
                status={status}
                onStatus={setStatus}
              />
            }
            empty={
              server || status ? (
                <EmptyState
                  title={t("empty.filteredTitle")}
                  description={t("empty.filtered")}
                  action={
                    <Button
                      onClick={() => {
                        setServer("");
                        setStatus("");
                      }}
                    >
                      {t("empty.clear")}
                    </Button>
                  }
                />
              ) : (
                <EmptyState title={t("empty.title")} description={t("empty.text")} />
              )
            }
          />
        </Card>
        {initial.backup ? <BackupCard initial={initial.backup} commands={commands} linked /> : null}
      </div>
      {shown ? <ComponentDialog row={shown} onClose={close} /> : null}
    </>
  );
}

function Filters({
  components,
  server,
  onServer,
  status,
  onStatus,
}: {
  components: readonly ComponentRow[];
  server: string;
  onServer(server: string): void;
  status: string;
  onStatus(status: string): void;
}) {
  const t = useTranslations("componentsPage");
  const servers = [...new Set(components.map((row) => row.serverFqdn))].sort();
  return (
    <>
      <select
        aria-label={t("table.serverFilter")}
        className="field-control w-auto max-w-56"
        value={server}
        onChange={(event) => onServer(event.target.value)}
      >
        <option value="">{t("table.allServers")}</option>
        {servers.map((fqdn) => (
          <option key={fqdn}>{fqdn}</option>
        ))}
      </select>
      <select
        aria-label={t("table.statusFilter")}
        className="field-control w-auto"
        value={status}
        onChange={(event) => onStatus(event.target.value)}
      >
        <option value="">{t("table.allStatus")}</option>
        {Object.values(COMPONENT_STATUS).map(({ key }) => (
          <option key={key} value={key}>
            {t(`status.${key}`)}
          </option>
        ))}
      </select>
    </>
  );
}
