"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { Button } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table/data-table";
import type { DataTableColumn } from "@/components/ui/data-table/types";
import { EmptyState } from "@/components/ui/empty-state";
import { useAddressParam } from "@/components/ui/use-address-param";
import type { UpdateSummary } from "@/lib/updates/model";
import { type ConsoleState, consoleState } from "@/lib/updates/state-machine";
import type { EmptyReason } from "./check-view";
import { UpdateActions } from "./update-actions";
import { OPTIONAL_UPDATE_COLUMNS, useUpdateColumns } from "./update-columns";
import type { UpdateCommands } from "./update-commands";
import { UpdatesEmpty } from "./updates-empty";
import { needsReason } from "./use-why-not";

/** The list of Updates and Servicing; filter and toggle live in the address. */
export function UpdatesTable({
  updates,
  commands,
  whyEmpty,
}: {
  updates: readonly UpdateSummary[];
  commands: Pick<UpdateCommands, "package" | "servicing">;
  whyEmpty: EmptyReason;
}) {
  const t = useTranslations("updatesPage");
  const [state, setState] = useAddressParam("state");
  const [hidden, setHidden] = useAddressParam("hidden");
  const showHidden = hidden === "1";
  const offered = showHidden ? updates : updates.filter((update) => !update.hidden);
  const rows = state
    ? offered.filter((update) => consoleState(update.state, update.prereqFlag) === state)
    : offered;
  const columns = useColumns(commands, { withReason: rows.some(needsReason) });
  const hiddenCount = updates.filter((update) => update.hidden).length;
  const clear = () => setState("");
  return (
    <>
      <DataTable
        label={t("table.label")}
        fileName="updates-and-servicing"
        rows={rows}
        columns={columns}
        rowId={(update) => update.packageGuid}
        initialSort={{ id: "dateReleased", desc: true }}
        initiallyHidden={OPTIONAL_UPDATE_COLUMNS}
        toolbar={<StateFilter updates={offered} value={state} onChange={setState} />}
        empty={
          state ? (
            <EmptyState
              title={t("empty.filteredTitle")}
              description={t("empty.filtered")}
              action={<Button onClick={clear}>{t("empty.clearFilter")}</Button>}
            />
          ) : (
            <UpdatesEmpty
              reason={whyEmpty}
              onShowHidden={hiddenCount > 0 ? () => setHidden("1") : undefined}
            />
          )
        }
      />
      {hiddenCount > 0 ? (
        <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-line border-t px-4 py-2.5">
          <label className="flex items-center gap-2">
            <input
              type="checkbox"
              className="size-4 accent-accent"
              checked={showHidden}
              onChange={(event) => setHidden(event.target.checked ? "1" : "")}
            />
            {t("table.showHidden")}
          </label>
          {showHidden ? null : (
            <p className="text-muted text-sm">{t("table.hiddenCount", { count: hiddenCount })}</p>
          )}
        </div>
      ) : null}
    </>
  );
}

function useColumns(
  commands: Pick<UpdateCommands, "package" | "servicing">,
  options: { withReason: boolean },
): DataTableColumn<UpdateSummary>[] {
  const t = useTranslations("updatesPage.columns");
  const about = useUpdateColumns(options);
  return useMemo(
    () => [
      ...about,
      {
        id: "actions",
        header: () => <span className="sr-only">{t("actions")}</span>,
        enableSorting: false,
        enableHiding: false,
        meta: { label: t("actions"), align: "end", className: "sm:w-px sm:whitespace-nowrap" },
        cell: ({ row }) => <UpdateActions update={row.original} commands={commands} />,
      },
    ],
    [about, commands, t],
  );
}

/** Offers only the states that occur, so that no choice leads to an empty list. */
function StateFilter({
  updates,
  value,
  onChange,
}: {
  updates: readonly UpdateSummary[];
  value: string;
  onChange(state: string): void;
}) {
  const t = useTranslations("updatesPage.table");
  const states = useTranslations("updates.states");
  const counts = new Map<ConsoleState, number>();
  for (const update of updates) {
    const key = consoleState(update.state, update.prereqFlag);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return (
    <label className="flex items-center gap-2">
      <span className="text-muted text-sm">{t("stateFilter")}</span>
      <select
        className="field-control w-auto max-w-56"
        value={value}
        onChange={(event) => onChange(event.target.value)}
      >
        <option value="">{t("allStates")}</option>
        {[...counts].map(([key, count]) => (
          <option key={key} value={key}>
            {states(key)} ({count})
          </option>
        ))}
      </select>
    </label>
  );
}
