"use client";

import { LoaderCircle } from "lucide-react";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { cn } from "@/components/ui/cn";
import type { DataTableColumn } from "@/components/ui/data-table/types";
import { RelativeTime } from "@/components/ui/relative-time";
import type { ComponentRow } from "@/lib/executive/model";
import { PolledStateBadge } from "./component-badges";
import { COMPONENT_TYPE, componentId, isStale, openCommand, polledState } from "./component-state-view";
import { useOutcomeText } from "./outcome-text";
import { useSelection } from "./selection";

/** The columns of the Service Manager: what the last Query saw, and how the last command went. */
export function useManagerColumns(): DataTableColumn<ComponentRow>[] {
  const t = useTranslations("componentsPage");
  return useMemo(() => {
    const label = (key: string) => t(`columns.${key}`);
    return [
      {
        id: "component",
        accessorKey: "component",
        header: label("component"),
        meta: { label: label("component") },
        cell: ({ row }) => (
          <>
            <SelectCell row={row.original} />
            <LastCommand row={row.original} />
          </>
        ),
      },
      {
        id: "server",
        accessorKey: "serverFqdn",
        header: label("server"),
        meta: { label: label("server") },
        cell: ({ row }) => row.original.serverFqdn,
      },
      {
        id: "polledStatus",
        accessorFn: (row) => polledState(row),
        header: label("polledStatus"),
        meta: { label: label("polledStatus"), className: "whitespace-nowrap" },
        cell: ({ row }) => <PolledStateBadge row={row.original} />,
      },
      {
        id: "type",
        accessorFn: (row) => t(`types.${COMPONENT_TYPE[row.type]}`),
        header: label("type"),
        meta: { label: label("type") },
        cell: ({ row }) => t(`types.${COMPONENT_TYPE[row.original.type]}`),
      },
      {
        id: "lastPolled",
        accessorKey: "polledAt",
        header: label("lastPolled"),
        meta: { label: label("lastPolled") },
        cell: ({ row }) => <LastPolled row={row.original} />,
      },
    ];
  }, [t]);
}

function SelectCell({ row }: { row: ComponentRow }) {
  const t = useTranslations("componentsPage.manager");
  const { has, toggle } = useSelection();
  const id = componentId(row);
  return (
    <label className="flex items-center gap-2.5 font-medium">
      <input
        type="checkbox"
        className="size-4 shrink-0 accent-accent"
        aria-label={t("select", { component: row.component, server: row.serverFqdn })}
        checked={has(id)}
        onChange={() => toggle(id)}
      />
      {row.component}
    </label>
  );
}

function LastPolled({ row }: { row: ComponentRow }) {
  const t = useTranslations("componentsPage.manager");
  if (!row.polledAt) return <span className="text-muted">{t("neverPolled")}</span>;
  return (
    <>
      <RelativeTime at={row.polledAt} className="whitespace-nowrap" />
      {isStale(row) ? <p className="text-sm text-warning">{t("stale")}</p> : null}
    </>
  );
}

/** How the last command went; the whole story of a failure is above the list. */
function LastCommand({ row }: { row: ComponentRow }) {
  const outcomeText = useOutcomeText();
  const command = row.lastCommand;
  if (!command) return null;
  return (
    <p
      className={cn(
        "mt-0.5 ml-6.5 font-normal text-sm",
        command.state === "failed" ? "text-danger" : "text-muted",
      )}
    >
      {openCommand(row) ? (
        <LoaderCircle aria-hidden className="mr-1.5 inline size-3.5 animate-spin align-[-2px]" />
      ) : null}
      {outcomeText(command)} · <RelativeTime at={command.requestedAt} />, {command.requestedBy}
    </p>
  );
}
