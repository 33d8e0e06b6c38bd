"use client";

import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { useLiveQuery } from "@/components/live/use-live-query";
import { Banner } from "@/components/ui/banner";
import { Card } from "@/components/ui/card";
import { DataTable } from "@/components/ui/data-table/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { useAddressParam } from "@/components/ui/use-address-param";
import type { ComponentRow } from "@/lib/executive/model";
import { CommandBar } from "./command-bar";
import { componentId } from "./component-state-view";
import type { ExecutiveCommands } from "./executive-commands";
import { useManagerColumns } from "./manager-columns";
import { NotRespondingBanner } from "./not-responding-banner";
import { OutcomeAnnouncer } from "./outcome-announcer";
import { useCommandFailure } from "./outcome-text";
import { ProcedurePanel } from "./procedure-panel";
import { SelectionProvider } from "./selection";
import { ServerTree } from "./server-tree";

/**
 * Configuration Manager Service Manager. The address names the server of the tree and, in a link that leads
 * here, the component to select.
 */
export function ManagerView({
  initial,
  operate,
}: {
  initial: ComponentRow[];
  operate: ExecutiveCommands["operate"];
}) {
  const t = useTranslations("componentsPage");
  const { data: components = initial } = useLiveQuery("listComponents", {}, { initialData: initial });
  const { data: roleStatus } = useLiveQuery("getRoleStatus");
  const [server, setServer] = useAddressParam("server");
  const [linked] = useAddressParam("component");
  const rows = components.filter((row) => !server || row.serverFqdn === server);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(
    () =>
      new Set(
        rows
          .filter((row) => row.component === linked)
          .slice(0, 1)
          .map(componentId),
      ),
  );
  const selected = rows.filter((row) => chosen.has(componentId(row)));
  const columns = useManagerColumns();
  const selection = useMemo(
    () => ({
      has: (id: string) => chosen.has(id),
      toggle: (id: string) =>
        setChosen((old) => new Set(old.has(id) ? [...old].filter((other) => other !== id) : [...old, id])),
    }),
    [chosen],
  );
  const single = selected.length === 1 ? (selected[0] ?? null) : null;
  const role = roleStatus?.role;
  const restartPending =
    single !== null &&
    role?.pendingRestart === true &&
    single.serverId === role.serverId &&
    (single.component === "SMS_DMP_DOWNLOADER" || single.component === "SMS_EXECUTIVE");
  return (
    <>
      <PageHeader
        title={t("manager.title")}
        description={t("manager.description")}
        breadcrumbs={[{ label: t("title"), href: "/components" }]}
      />
      <NotRespondingBanner components={components} />
      <div className="grid items-start gap-4 lg:grid-cols-[15rem_minmax(0,1fr)] lg:grid-rows-[auto_1fr]">
        <Card padded={false} className="p-2">
          <ServerTree components={components} server={server} onServer={setServer} />
        </Card>
        <Card padded={false} className="lg:row-span-2">
          <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-line border-b px-4 py-2.5">
            <SelectAll rows={rows} selected={selected} onChange={setChosen} />
            <CommandBar selected={selected} operate={operate} />
          </div>
          {single ? <FailedCommand row={single} /> : null}
          <SelectionProvider value={selection}>
            <DataTable
              plain
              label={t("manager.list")}
              rows={rows}
              columns={columns}
              rowId={(row: ComponentRow) => componentId(row)}
              initialSort={{ id: "component", desc: false }}
              pageSize={100}
              // A click on a row selects it alone, as in the product's tool; the boxes select several.
              onOpen={(row) => setChosen(new Set([componentId(row)]))}
              empty={<EmptyState title={t("empty.title")} description={t("empty.text")} />}
            />
          </SelectionProvider>
        </Card>
        <ProcedurePanel row={single} restartPending={restartPending} />
      </div>
      <OutcomeAnnouncer components={components} />
    </>
  );
}

function FailedCommand({ row }: { row: ComponentRow }) {
  const t = useTranslations("componentsPage.manager");
  const failure = useCommandFailure()(row);
  if (!failure) return null;
  return (
    <div className="border-line border-b p-3">
      <Banner tone="danger" title={t("failedTitle", { component: row.component })}>
        {failure}
      </Banner>
    </div>
  );
}

function SelectAll({
  rows,
  selected,
  onChange,
}: {
  rows: readonly ComponentRow[];
  selected: readonly ComponentRow[];
  onChange(chosen: ReadonlySet<string>): void;
}) {
  const t = useTranslations("componentsPage.manager");
  const all = rows.length > 0 && selected.length === rows.length;
  return (
    <label className="flex items-center gap-2.5">
      <input
        type="checkbox"
        className="size-4 accent-accent"
        checked={all}
        ref={(box) => {
          if (box) box.indeterminate = !all && selected.length > 0;
        }}
        onChange={() => onChange(new Set(all ? [] : rows.map(componentId)))}
      />
      {t("selectAll")}
    </label>
  );
}
